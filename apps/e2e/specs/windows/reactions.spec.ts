import type { Page } from '@playwright/test';
import { connect, expectTalking, hangUp } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

/** What screen readers are told. */
const told = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words });

test('a reaction rises on both screens, and a raised hand stays until it is lowered', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  const [hers, his] = [ada.callWith(grace), grace.callWith(ada)];
  await hers.react.click();
  await expect(hers.reactions).toHaveCount(6);
  await hers.reaction('Heart').click();
  await Promise.all([
    expect(hers.rising('heart')).toBeVisible(),
    expect(his.rising('heart')).toBeVisible(),
    expect(told(grace.page, `${ada.name}: Heart`)).toHaveCount(1),
  ]);
  await his.raiseHand.click();
  await expect(told(ada.page, `${grace.name} raised a hand`)).toHaveCount(1);
  await his.lowerHand.click();
  await expect(told(ada.page, `${grace.name} raised a hand`)).toHaveCount(0);
  await expect(his.rising('heart')).toHaveCount(0);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test('a raised hand stays up while either page is reloaded', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await grace.callWith(ada).raiseHand.click();
  for (const page of [ada, grace]) {
    await page.reload();
    await expectTalking(ada, grace, 'voice');
    await expect(told(ada.page, `${grace.name} raised a hand`)).toHaveCount(1);
    await expect(grace.callWith(ada).lowerHand).toBeVisible();
  }
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});
