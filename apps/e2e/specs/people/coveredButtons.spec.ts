import type { Locator } from '@playwright/test';
import { connect } from '../../support/callSteps.ts';
import { openConversation } from '../../support/openConversation.ts';
import { longIf } from '../../support/tags.ts';
import { expect, test } from '../../support/test.ts';

const screens = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
  { width: 360, height: 380 },
] as const;

async function expectUncovered(button: Locator, over: Locator): Promise<void> {
  const [box, cover] = await Promise.all([button.boundingBox(), over.boundingBox()]);
  if (box === null || cover === null) throw new Error('Both are on the screen.');
  const isApart =
    cover.y + cover.height <= box.y ||
    cover.y >= box.y + box.height ||
    cover.x + cover.width <= box.x ||
    cover.x >= box.x + box.width;
  expect(isApart, `${JSON.stringify(cover)} covers ${JSON.stringify(box)}`).toBe(true);
}

for (const { width, height } of screens) {
  test(
    `a toast does not cover Send at ${width} by ${height}`,
    { tag: longIf(width !== 390) },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await ada.page.setViewportSize({ width, height });
      const conversation = await openConversation(ada, grace);
      await conversation.region.getByRole('button', { name: /^Voice call/ }).click();
      await ada.callWith(grace).cancel.click();
      const toast = ada.page.getByRole('status').filter({ hasText: 'Call canceled' });
      await expect(toast).toBeInViewport();
      await expectUncovered(conversation.send, toast);
    },
  );
}

test(
  'toasts stand below a second call and cover none of its answers',
  { tag: '@long' },
  async ({ person }) => {
    const [ada, grace, mary] = [await person('Ada'), await person('Grace'), await person('Mary')];
    await connect(ada, grace, 'voice');
    await mary.place('voice', grace);
    const { banner, holdAndAccept, endAndAccept, decline, message } = grace.secondFrom(mary);
    await expect(banner).toBeVisible();
    await ada.callWith(grace).shareScreen.click();
    const toasts = grace.page.getByRole('status').filter({ hasText: /shares their screen|stopped sharing/ });
    await expect(toasts).toHaveCount(1);
    await ada.callWith(grace).stopSharing.click();
    await expect(toasts).toHaveCount(2);
    for (const toast of [toasts.first(), toasts.last()])
      for (const answer of [holdAndAccept, endAndAccept, decline, message])
        await expectUncovered(answer, toast);
  },
);
