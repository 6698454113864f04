import { connect, expectTalking } from '../../support/callSteps.ts';
import { expectRise, expectStandstill } from '../../support/media/mediaProbe.ts';
import { expect, test } from '../../support/test.ts';

test('a call on hold: both screens say so, and it resumes muted as it was', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  const [hers, his] = [grace.callWith(ada), ada.callWith(grace)];
  await hers.mute.click();
  await hers.hold.click();
  await expect(hers.status).toHaveText('On hold');
  await expect(hers.region).toHaveAttribute('data-hold', 'mine');
  await expect(his.status).toHaveText('On hold');
  await expect(his.region).toHaveAttribute('data-hold', 'theirs');
  await expect(hers.mute.or(hers.unmute)).toBeHidden();
  await hers.resume.click();
  await expect(hers.unmute).toBeVisible();
  await expect(his.region).toHaveAttribute('data-hold', 'none');
  await expect(his.status).toHaveText(/^\d+:\d\d$/);
});

test(
  'on hold silence is sent and no picture, through a reload, and the call is not lost',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'video');
    await grace.callWith(ada).hold.click();
    await expect(ada.callWith(grace).region).toHaveAttribute('data-hold', 'theirs');
    const expectHeld = async (): Promise<void> => {
      await expectStandstill(ada.page, 'framesDecoded');
      await expectStandstill(ada.page, 'audioEnergy');
      await expectRise(ada.page, 'audioPackets', 10);
    };
    await expectHeld();
    await grace.reload();
    await expect(grace.callWith(ada).status).toHaveText('On hold');
    await expectHeld();
    await grace.callWith(ada).resume.click();
    await expectTalking(ada, grace, 'video');
  },
);
