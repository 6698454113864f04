import { connect, expectTalking, hangUp } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

test('a reaction rises on both screens and goes, and a raised hand stays until it is lowered', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  const [hers, his] = [ada.callWith(grace), grace.callWith(ada)];
  await hers.react.click();
  await expect(hers.reactions).toHaveCount(6);
  await hers.reaction('Heart').click();
  await expect(hers.rising('heart')).toBeVisible();
  await expect(his.rising('heart')).toBeVisible();
  await expect(grace.page.getByRole('status').filter({ hasText: `${ada.name}: Heart` })).toHaveCount(1);
  await expect(his.rising('heart')).toHaveCount(0);

  const told = ada.page.getByRole('status').filter({ hasText: `${grace.name} raised a hand` });
  await his.raiseHand.click();
  await expect(told).toHaveCount(1);
  await ada.reload();
  await expectTalking(ada, grace, 'voice');
  await expect(told, 'a new page is told too').toHaveCount(1);
  await grace.reload();
  await expectTalking(ada, grace, 'voice');
  await expect(told, 'a hand stays up over a reload').toHaveCount(1);
  await his.lowerHand.click();
  await expect(told).toHaveCount(0);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});
