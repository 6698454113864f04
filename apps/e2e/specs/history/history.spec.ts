import type { Media } from '@ringback/protocol';
import type { Named } from '../../support/callTerms.ts';
import { connect, hangUp } from '../../support/callSteps.ts';
import { expectAllFitting, expectHistories, openHistory } from '../../support/histories.ts';
import { cancelCalls, openRawDevice } from '../../support/rawDevice.ts';
import { expect, nameFor, test } from '../../support/test.ts';

/** Makes one missed call of each medium given, by devices without a page. */
async function miss(serverUrl: string, from: Named, to: Named, ...media: Media[]): Promise<void> {
  const caller = await openRawDevice(serverUrl, from.name);
  const callee = await openRawDevice(serverUrl, to.name);
  await cancelCalls(caller, callee, media);
  for (const device of [caller, callee]) device.close();
}

test('a missed call is called back from its notice', async ({ person, server }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await miss(server.url, ada, grace, 'video');
  await grace.missedFrom(ada, 'video').callBack.click();
  await expect(ada.incomingFrom(grace, 'video').dialog).toBeVisible();
  await expect(grace.missedFrom(ada, 'video').notice).toBeHidden();
  await ada.incomingFrom(grace, 'video').decline.click();
  await grace.after.close.click();
  await expectHistories(grace, { label: 'Declined', direction: 'Outgoing', medium: 'video', lines: 2 }, ada, {
    label: 'Declined',
    direction: 'Incoming',
    medium: 'video',
    lines: 2,
  });
});

test('missed calls are counted until the history shows them, also after a reload', async ({
  person,
  server,
}, testInfo) => {
  const ada = { name: nameFor(testInfo, 'Ada') };
  const grace = await person('Grace');
  const phone = await person('Grace');
  await miss(server.url, ada, grace, 'audio', 'video');
  await expect(grace.navigation.callsWithMissed(2)).toBeVisible();
  await expect(phone.navigation.callsWithMissed(2)).toBeVisible();
  await grace.reload();
  await expect(grace.navigation.callsWithMissed(2)).toBeVisible();
  await openHistory(grace);
  await expect(grace.navigation.callsWithoutMissed).toBeVisible();
  await expect(phone.navigation.callsWithoutMissed).toBeVisible();
  await expect(grace.history.items).toHaveCount(2);
});

test('a dismissed notice is gone, and the call still counts as missed', async ({
  person,
  server,
}, testInfo) => {
  const ada = { name: nameFor(testInfo, 'Ada') };
  const grace = await person('Grace');
  await miss(server.url, ada, grace, 'audio');
  await grace.missedFrom(ada, 'voice').dismiss.click();
  await expect(grace.missedFrom(ada, 'voice').notice).toBeHidden();
  await expect(grace.navigation.callsWithMissed(1)).toBeVisible();
  await openHistory(grace);
  await expect(grace.history.items).toHaveCount(1);
});

test('the Missed tab shows only missed calls', async ({ person, server }, testInfo) => {
  const ada = { name: nameFor(testInfo, 'Ada') };
  const grace = await person('Grace');
  await miss(server.url, grace, ada, 'audio');
  await miss(server.url, ada, grace, 'video');
  await openHistory(grace);
  await expect(grace.history.all).toHaveAttribute('aria-selected', 'true');
  await expect(grace.history.items).toHaveCount(2);
  await grace.history.missed.click();
  await expect(grace.history.missed).toHaveAttribute('aria-selected', 'true');
  await expect(grace.history.items).toHaveCount(1);
  const [line] = await grace.history.read();
  expect(line).toMatchObject({ label: 'Missed', medium: 'video' });
  await grace.history.all.click();
  await expect(grace.history.items).toHaveCount(2);
});

test('a history line calls again by the same medium', async ({ person, server }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await miss(server.url, ada, grace, 'video');
  await openHistory(ada);
  await ada.history.callAgain(ada.history.linesOf(grace).first(), grace).click();
  await expect(grace.incomingFrom(ada, 'video').dialog).toBeVisible();
  await grace.incomingFrom(ada, 'video').decline.click();
  await ada.after.close.click();
  await expectAllFitting(ada, grace, 2);
});

test('deleting a line removes it from the own history only, for good', async ({ person, server }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await miss(server.url, ada, grace, 'video');
  await miss(server.url, grace, ada, 'audio');
  await openHistory(grace);
  await openHistory(ada);
  await expect(ada.history.items).toHaveCount(2);
  await ada.history.remove(ada.history.linesOf(grace).first()).click();
  await expect(ada.history.items).toHaveCount(1);
  expect((await ada.history.read()).map(({ label }) => label)).toEqual(['Canceled']);
  await ada.reload();
  await expect(ada.history.items).toHaveCount(1);
  await expect(grace.history.items).toHaveCount(2);
});

test("clearing the history clears it on all of the user's devices, and only there", async ({
  person,
  server,
}) => {
  const ada = await person('Ada');
  const phone = await person('Ada');
  const grace = await person('Grace');
  await miss(server.url, ada, grace, 'video', 'audio');
  await openHistory(grace);
  await openHistory(phone);
  await openHistory(ada);
  await expect(phone.history.items).toHaveCount(2);
  await ada.history.clearHistory.click();
  await expect(ada.history.items).toHaveCount(0);
  await expect(phone.history.items).toHaveCount(0);
  await expect(grace.history.items).toHaveCount(2);
  await ada.reload();
  await expect(ada.history.heading).toBeVisible();
  await expect(ada.history.items).toHaveCount(0);
});

test('Undo restores deleted and cleared calls on every device, also after a reload', async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const phone = await person('Ada');
  const grace = { name: nameFor(testInfo, 'Grace') };
  await miss(server.url, ada, grace, 'video', 'audio');
  await openHistory(phone);
  await openHistory(ada);
  await ada.history.remove(ada.history.items.first()).click();
  await expect(ada.history.items).toHaveCount(1);
  await ada.page.keyboard.press('Shift+Tab');
  await expect(ada.history.undo).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await expect(ada.history.items).toHaveCount(2);
  await ada.history.clearHistory.click();
  await expect(ada.history.items).toHaveCount(0);
  await ada.history.undo.click();
  await expect(ada.history.undo).toBeHidden();
  await expect(ada.history.items).toHaveCount(2);
  await ada.reload();
  await expect(ada.history.items).toHaveCount(2);
  await expect(phone.history.items).toHaveCount(2);
});

test('leaving the history ends the time to undo', async ({ person, server }, testInfo) => {
  const ada = await person('Ada');
  const phone = await person('Ada');
  const grace = { name: nameFor(testInfo, 'Grace') };
  await miss(server.url, ada, grace, 'audio');
  await openHistory(phone);
  await openHistory(ada);
  await ada.history.clearHistory.click();
  await expect(ada.history.items).toHaveCount(0);
  await ada.navigation.people.click();
  await expect(phone.history.items).toHaveCount(0);
  await openHistory(ada);
  await expect(ada.history.items).toHaveCount(0);
});

test(
  'the details of a call say on both sides how it was set up, by which route, and who ended it',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    for (const [who, other, lines] of [
      [ada, grace, ['You called.', `${grace.name} answered on a computer (Chrome).`, 'You hung up.']],
      [grace, ada, [`${ada.name} called.`, 'You answered.', `${ada.name} hung up.`]],
    ] as const) {
      await openHistory(who);
      await who.history.details(who.history.linesOf(other).first()).click();
      const timeline = who.page.getByRole('region', { name: 'How it went' });
      for (const line of lines) await expect(timeline.getByText(line, { exact: true })).toBeVisible();
      await expect(timeline.getByText('Rang on Chrome (computer).')).toBeVisible();
      // People who never called each other start on the relay, and switch to a direct path a moment later.
      await expect(
        timeline.getByText(/^Connected in [\d.]+ m?s, (directly|through the relay) over UDP\.$/),
      ).toBeVisible();
    }
  },
);

test("the details of a call have an address that survives reload and Back; another user's call is not found", async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const grace = { name: nameFor(testInfo, 'Grace') };
  const eve = await person('Eve');
  await miss(server.url, ada, grace, 'audio');
  await openHistory(ada);
  await ada.history.details(ada.history.linesOf(grace).first()).click();
  await expect(ada.page).toHaveURL(/\/calls\/[\da-f-]{36}$/);
  const timeline = ada.page.getByRole('region', { name: 'How it went' });
  await expect(timeline.getByText('You stopped calling.', { exact: true })).toBeVisible();
  await ada.reload();
  await expect(timeline.getByText('You called.', { exact: true })).toBeVisible();
  const address = ada.page.url();
  await ada.page.goBack();
  await expect(ada.page).toHaveURL(/\/calls$/);
  await expect(timeline).toBeHidden();
  await eve.page.goto(address);
  await expect(eve.page.getByText('This call is not in your history')).toBeVisible();
});
