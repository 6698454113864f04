import { openHistory } from '../../support/histories.ts';
import type { Person } from '../../support/person.ts';
import { cancelCalls, openRawDevice } from '../../support/rawDevice.ts';
import { expect, nameFor, test } from '../../support/test.ts';

/** The line at a position in the list, counted from 1. */
function lineAt(person: Person, position: number) {
  return person.history.list.locator(`[aria-posinset="${position}"]`);
}

/** How much of the page is below the window, in px. */
function belowPx(): number {
  return document.documentElement.scrollHeight - window.scrollY - window.innerHeight;
}

test('repeated calls fold into one line that unfolds, and is deleted and restored as one on every device', async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const phone = await person('Ada');
  const own = await openRawDevice(server.url, ada.name);
  const grace = await openRawDevice(server.url, nameFor(testInfo, 'Grace'));
  await cancelCalls(own, grace, ['video', 'audio', 'audio', 'audio']);
  await openHistory(phone);
  await openHistory(ada);
  const { items, show, fold } = ada.history;
  await expect(items).toHaveCount(2);
  await expect(items.first()).toContainText('Canceled (3)');
  await show(items.first()).focus();
  await cancelCalls(own, grace, ['audio']);
  await expect(items.first()).toContainText('Canceled (4)');
  await expect(show(items.first())).toBeFocused();

  await ada.page.keyboard.press('Enter');
  await expect(items).toHaveCount(5);
  await expect(items.first()).toBeFocused();
  await fold(items.nth(3)).click();
  await expect(items).toHaveCount(2);
  await expect(show(items.first())).toBeFocused();

  await expect(phone.history.items).toHaveCount(2);
  await ada.history.remove(items.first()).click();
  await expect(items).toHaveCount(1);
  // Focus pauses the time for Undo, so that its expiry is not what changes the other device.
  await ada.history.undo.focus();
  await expect(phone.history.items).toHaveCount(1);
  await ada.history.undo.click();
  await expect(phone.history.items.first()).toContainText('Canceled (4)');
  await expect(items.first()).toContainText('Canceled (4)');
  for (const device of [own, grace]) device.close();
});

test('missed calls below the window count as seen only after scrolling to them', async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const own = await openRawDevice(server.url, ada.name);
  const grace = await openRawDevice(server.url, nameFor(testInfo, 'Grace'));
  await cancelCalls(grace, own, Array.from({ length: 12 }, () => ['audio', 'video'] as const).flat());
  await expect(ada.navigation.callsWithMissed(24)).toBeVisible();
  await openHistory(ada);
  const { items } = ada.history;
  await expect(items).toHaveCount(24);
  await expect(ada.navigation.callsWithMissed(24)).toBeHidden();
  await expect(ada.navigation.calls).toHaveAccessibleName(/, \d+ missed$/);
  for (const item of await items.all()) await item.scrollIntoViewIfNeeded();
  await expect(ada.navigation.callsWithoutMissed).toBeVisible();
  for (const device of [own, grace]) device.close();
});

test('calls are searched by name, and the search survives reload and Back', async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const own = await openRawDevice(server.url, ada.name);
  const zoe = await openRawDevice(server.url, nameFor(testInfo, 'Zoë'));
  const linus = await openRawDevice(server.url, nameFor(testInfo, 'Linus'));
  await cancelCalls(zoe, own, ['audio', 'video']);
  await cancelCalls(own, zoe, ['audio']);
  await cancelCalls(linus, own, ['audio']);
  await openHistory(ada);
  const { items, search, missed, all } = ada.history;
  await expect(items).toHaveCount(4);
  await search.fill('ZOE');
  await expect(items).toHaveCount(3);
  await expect(ada.page).toHaveURL(/\/calls\?q=ZOE$/);
  await missed.click();
  await expect(items).toHaveCount(2);
  await ada.history.details(items.first()).click();
  await expect(ada.page.getByRole('region', { name: 'How it went' })).toBeVisible();
  await ada.reload();
  await expect(search).toHaveValue('ZOE');
  await expect(items).toHaveCount(2);
  await ada.page.goBack();
  await expect(ada.page).toHaveURL(/\/calls\?q=ZOE&tab=missed$/);
  await ada.page.goBack();
  await expect(all).toHaveAttribute('aria-selected', 'true');
  await expect(items).toHaveCount(3);
  await search.fill('oe');
  await expect(ada.page.getByText('No calls with “oe”.')).toBeVisible();
  await expect(items).toHaveCount(0);
  await search.fill('');
  await expect(items).toHaveCount(4);
  for (const device of [own, zoe, linus]) device.close();
});

test(
  'a long history renders only nearby lines, and keeps its scroll position',
  { tag: '@long' },
  async ({ person, server }, testInfo) => {
    const calls = 86;
    const ada = await person('Ada');
    const own = await openRawDevice(server.url, ada.name);
    const grace = await openRawDevice(server.url, nameFor(testInfo, 'Grace'));
    await cancelCalls(
      grace,
      own,
      Array.from({ length: calls }, (_, n) => (n % 2 === 0 ? 'audio' : 'video')),
    );
    await ada.page.setViewportSize({ width: 390, height: 844 });
    await openHistory(ada);
    await expect(lineAt(ada, 1)).toBeVisible();
    expect(await ada.history.items.count()).toBeLessThan(calls);

    const last = lineAt(ada, calls);
    // Each fetched page makes it longer.
    await expect(async () => {
      await ada.page.keyboard.press('End');
      await expect(last).toBeInViewport({ timeout: 1_000 });
      await expect.poll(() => ada.page.evaluate(belowPx), { timeout: 1_000 }).toBeLessThan(1);
    }).toPass();
    await expect(last).toHaveAttribute('aria-setsize', String(calls));
    const before = await last.boundingBox();

    await ada.history.details(last).click();
    await expect(ada.page.getByRole('region', { name: 'How it went' })).toBeVisible();
    await ada.page.getByRole('link', { name: 'Back' }).click();
    await expect(last).toBeInViewport();
    await expect.poll(async () => (await last.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, -1);

    await cancelCalls(grace, own, ['audio']);
    const moved = lineAt(ada, calls + 1);
    await expect(moved).toBeInViewport();
    await expect.poll(async () => (await moved.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, -1);
    for (const device of [own, grace]) device.close();
  },
);
