import type { Page } from '@playwright/test';
import { expectNoCall, expectTalking, hangUp } from '../../support/callSteps.ts';
import { longIf } from '../../support/tags.ts';
import { expect, test } from '../../support/test.ts';

/** How long an alert ignores keys after it opens. */
const guardMs = 700;

/** Measured inside the page, so that no delay of the spec distorts it: for how many ms the next alert stays. */
async function stopwatchForAlert(page: Page): Promise<() => Promise<number | undefined>> {
  const watch = await page.evaluateHandle(() => {
    const times = { shownAt: 0, goneAt: 0 };
    const isShown = () =>
      [...document.getElementsByTagName('dialog')].some(({ role, open }) => role === 'alertdialog' && open);
    new MutationObserver(() => {
      if (isShown()) times.shownAt ||= performance.now();
      else if (times.shownAt > 0) times.goneAt ||= performance.now();
    }).observe(document.body, { attributes: true, childList: true, subtree: true });
    return times;
  });
  return () => watch.evaluate(({ shownAt, goneAt }) => (goneAt > 0 ? goneAt - shownAt : undefined));
}

/** Presses a key repeatedly until an alert has closed. */
async function pressUntilGone(page: Page, key: string, stayedMs: () => Promise<number | undefined>) {
  await expect(async () => {
    await page.keyboard.press(key);
    expect(await stayedMs()).toBeDefined();
  }).toPass({ intervals: [20] });
  return (await stayedMs()) ?? 0;
}

for (const key of ['Enter', 'Space']) {
  test(
    `${key} accepts an incoming call, but not while it was being typed as the call came in`,
    { tag: longIf(key === 'Space') },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      const stayedMs = await stopwatchForAlert(grace.page);
      await ada.find(grace);
      const [stayed] = await Promise.all([
        pressUntilGone(grace.page, key, stayedMs),
        ada.people.callButton(grace, 'voice').click(),
      ]);
      expect(stayed, 'ms for which the alert stayed').toBeGreaterThanOrEqual(guardMs);
      await expectTalking(ada, grace, 'voice');
      await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    },
  );
}

test('Escape neither declines nor hides an incoming call', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.place('voice', grace);
  const incoming = grace.incomingFrom(ada, 'voice');
  await expect(incoming.dialog).toBeVisible();
  // Twice, because a browser lets a dialog prevent only the first Escape.
  for (const key of ['Escape', 'Escape', 'Escape']) await grace.page.keyboard.press(key);
  await expect(incoming.dialog).toBeVisible();
  await expect(ada.callWith(grace).status).toHaveText('Ringing…');
  await incoming.decline.click();
  await ada.after.close.click();
  await expectNoCall(ada, grace);
});

test('typing continues when a call comes in, and the pointer answers it', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await grace.navigation.people.click();
  await grace.people.search.click();
  await grace.page.keyboard.type('Lin');
  await ada.place('voice', grace);
  const incoming = grace.incomingFrom(ada, 'voice');
  await expect(incoming.dialog).toBeVisible();
  await grace.page.keyboard.type('us ', { delay: 20 });
  await expect(grace.people.search).toHaveValue('Linus ');
  await expect(incoming.dialog).toBeVisible();
  await incoming.accept.click();
  await expectTalking(ada, grace, 'voice');
  await hangUp(grace, { caller: ada, callee: grace, medium: 'voice' });
});

test('a call is placed, answered and hung up with the keyboard alone', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.find(grace);
  await ada.people.callButton(grace, 'voice').focus();
  await ada.page.keyboard.press('Enter');
  const incoming = grace.incomingFrom(ada, 'voice');
  await expect(incoming.accept).toBeFocused();
  await expect(async () => {
    await grace.page.keyboard.press('Enter');
    await expect(incoming.dialog).toBeHidden({ timeout: 100 });
  }).toPass({ intervals: [guardMs], timeout: 15_000 });
  await expectTalking(ada, grace, 'voice');
  await ada.callWith(grace).hangUp.focus();
  await ada.page.keyboard.press('Enter');
  await expect(grace.after.ended).toBeVisible();
  await expectNoCall(ada, grace);
  await expectNoCall(grace, ada);
});
