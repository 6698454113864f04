import type { Locator } from '@playwright/test';
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
