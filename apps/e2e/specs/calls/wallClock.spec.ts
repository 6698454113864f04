import type { Page } from '@playwright/test';
import { expectTalking, hangUp, ringCallee, untilLasted } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

/** Sets the wall clock under an open page. Timers and `performance.now()` go on, as they do in a browser. */
async function stepWallClock(page: Page, byMs: number): Promise<void> {
  await page.evaluate((ms) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ms;
  }, byMs);
}

for (const { step, minutes, tag } of [
  { step: '5 minutes ahead', minutes: 5, tag: [] },
  { step: 'an hour back', minutes: -60, tag: ['@long'] },
] as const)
  test(
    `a clock is set ${step} with the tab open: it rings, and a running time goes on`,
    { tag: [...tag] },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await stepWallClock(grace.page, minutes * 60_000);
      await ringCallee(ada, grace, 'voice');
      await grace.incomingFrom(ada, 'voice').accept.click();
      await expectTalking(ada, grace, 'voice');
      await stepWallClock(ada.page, minutes * 60_000);
      await untilLasted(ada, grace, 2);
      for (const [one, other] of [
        [ada, grace],
        [grace, ada],
      ] as const)
        await expect(one.callWith(other).status).toHaveText(/^0:0\d$/);
      await hangUp(grace, { caller: ada, callee: grace, medium: 'voice', atLeastSeconds: 2 });
    },
  );
