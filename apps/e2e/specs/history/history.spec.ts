import { connect, expectNoCall, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectAllFitting, expectHistories, openHistory } from '../../support/histories.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

/** Makes one missed call of each medium given, while the callee is not looking at the history. */
async function miss(caller: Person, callee: Person, ...media: ('voice' | 'video')[]): Promise<void> {
  await callee.navigation.people.click();
  for (const medium of media) {
    await ringCallee(caller, callee, medium);
    await caller.callWith(callee).cancel.click();
    await expect(callee.missedFrom(caller, medium).notice).toBeVisible();
    await expectNoCall(caller, callee);
  }
}

test('a missed call is called back from its notice', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await miss(ada, grace, 'video');
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

test('missed calls are counted until the history shows them, also over a reload', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const phone = await person('Grace');
  await miss(ada, grace, 'voice', 'video');
  await expect(grace.navigation.callsWithMissed(2)).toBeVisible();
  await expect(phone.navigation.callsWithMissed(2)).toBeVisible();
  await grace.reload();
  await expect(grace.navigation.callsWithMissed(2)).toBeVisible();
  await openHistory(grace);
  await expect(grace.navigation.callsWithoutMissed).toBeVisible();
  await expect(phone.navigation.callsWithoutMissed).toBeVisible();
  await expectAllFitting(ada, grace, 2);
});

test('a dismissed notice is gone, and the call still counts as missed', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await miss(ada, grace, 'voice');
  await grace.missedFrom(ada, 'voice').dismiss.click();
  await expect(grace.missedFrom(ada, 'voice').notice).toBeHidden();
  await expect(grace.navigation.callsWithMissed(1)).toBeVisible();
  await expectAllFitting(ada, grace, 1);
});

test('the Missed tab shows only missed calls', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  await miss(ada, grace, 'video');
  await openHistory(grace);
  await expect(grace.history.all).toHaveAttribute('aria-selected', 'true');
  await expect(grace.history.items).toHaveCount(2);
  await grace.history.missed.click();
  await expect(grace.history.missed).toHaveAttribute('aria-selected', 'true');
  await expect(grace.history.items).toHaveCount(1);
  const [line] = await grace.history.read();
  expect(line).toMatchObject({ label: 'Missed', medium: 'video' });
  await grace.history.all.click();
  await expectAllFitting(ada, grace, 2);
});

test('a history line calls again by the same medium', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await miss(ada, grace, 'video');
  await openHistory(ada);
  await ada.history.callAgain(ada.history.linesOf(grace).first(), grace).click();
  await expect(grace.incomingFrom(ada, 'video').dialog).toBeVisible();
  await grace.incomingFrom(ada, 'video').decline.click();
  await ada.after.close.click();
  await expectAllFitting(ada, grace, 2);
});

test("deleting a line removes it from one's own history only, for good", async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await miss(ada, grace, 'video');
  await connect(ada, grace, 'voice');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice', lines: 2 });
  await ada.history.remove(ada.history.linesOf(grace).first()).click();
  await expect(ada.history.items).toHaveCount(1);
  expect((await ada.history.read()).map(({ label }) => label)).toEqual(['Canceled']);
  await ada.reload();
  await expect(ada.history.items).toHaveCount(1);
  await expect(grace.history.items).toHaveCount(2);
});

test("clearing the history clears it on all of the user's devices and nobody else's", async ({ person }) => {
  const ada = await person('Ada');
  const phone = await person('Ada');
  const grace = await person('Grace');
  await miss(ada, grace, 'video', 'voice');
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

test('Undo restores deleted and cleared calls on every device, also after a reload', async ({ person }) => {
  const ada = await person('Ada');
  const phone = await person('Ada');
  const grace = await person('Grace');
  await miss(ada, grace, 'video', 'voice');
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

test('leaving the history ends the time to undo', async ({ person }) => {
  const ada = await person('Ada');
  const phone = await person('Ada');
  const grace = await person('Grace');
  await miss(ada, grace, 'voice');
  await openHistory(phone);
  await openHistory(ada);
  await ada.history.clearHistory.click();
  await expect(ada.history.items).toHaveCount(0);
  await ada.navigation.people.click();
  await expect(phone.history.items).toHaveCount(0);
  await openHistory(ada);
  await expect(ada.history.items).toHaveCount(0);
});

test('the details of a call say on both sides how it was set up, by which route, and who ended it', async ({
  person,
}) => {
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
    await expect(
      timeline.getByText(/^It rang after .+, on 1 device: a computer \(Chrome\)\.$/),
    ).toBeVisible();
    // Those who never called each other start on the relay, and find a direct path a moment later.
    await expect(
      timeline.getByText(/^Connected in [\d.]+ m?s, (directly|through the relay) over UDP\.$/),
    ).toBeVisible();
  }
});

test("the details of a call have an address that survives reload and Back; somebody else's is not found", async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const eve = await person('Eve');
  await miss(ada, grace, 'voice');
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
