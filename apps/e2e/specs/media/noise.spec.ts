import { connect, expectTalking, hangUp } from '../../support/callSteps.ts';
import { expectRise, expectStandstill } from '../../support/media/mediaProbe.ts';
import { expect, test } from '../../support/test.ts';

test(
  'noise is suppressed on this device: the voice, muting and hanging up stay',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    const fetched = ada.page.waitForResponse(/rnnoise.*\.wasm$/);
    await call.microphoneOptions.click();
    await call.noise('Strong').check();
    expect((await fetched).ok()).toBe(true);
    await expect(call.options('Microphone options')).not.toContainText('Starting…');
    await expect(call.options('Microphone options')).not.toContainText("The browser's is on");
    await ada.page.keyboard.press('Escape');
    await expectRise(grace.page, 'audioEnergy', 0);
    await call.mute.click();
    await expectStandstill(grace.page, 'audioEnergy');
    await expectRise(grace.page, 'audioPackets', 10);
    await call.unmute.click();
    await expectRise(grace.page, 'audioEnergy', 0);
    await expectTalking(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);
