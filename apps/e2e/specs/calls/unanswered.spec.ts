import { settingsPage } from '../../pages/settingsPage.ts';
import { connect, expectNoCall, expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectHistories, openHistory } from '../../support/histories.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { pressThen } from '../../support/pressTogether.ts';
import { expect, test } from '../../support/test.ts';

const canceled = { label: 'Canceled', direction: 'Outgoing', medium: 'voice' } as const;
const missed = { label: 'Missed', direction: 'Incoming', medium: 'voice' } as const;

test('the caller cancels while it rings', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  await ada.callWith(grace).cancel.click();
  await expect(ada.after.canceled).toBeVisible();
  await expect(grace.missedFrom(ada, 'voice').notice).toBeVisible();
  await expectInputsReleased(ada);
  await expectNoCall(ada, grace);
  await expectNoCall(grace, ada);
  await expect(ada.after.dialog).toBeHidden();
  await expectHistories(ada, canceled, grace, missed);
});

test('the caller cancels within 50 ms of placing', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.find(grace);
  // In the frame in which the button appears: on a machine that is not busy, well within 50 ms.
  await pressThen(ada.people.callButton(grace, 'voice'), 'Cancel');
  await expect(ada.after.canceled).toBeVisible();
  await expectNoCall(ada, grace);
  await expectHistories(ada, canceled, grace, missed);
  await expectNoCall(grace, ada);
  await expectInputsReleased(ada);
});

test('the callee declines, and the caller calls again from the dialog', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'video');
  await grace.incomingFrom(ada, 'video').decline.click();
  await expectNoCall(grace, ada);
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
  await expectNoCall(ada, grace);
  await expectInputsReleased(ada);

  await ada.after.callAgain.click();
  await expect(ada.after.dialog).toBeHidden();
  await expect(grace.incomingFrom(ada, 'video').dialog).toBeVisible();
  await grace.incomingFrom(ada, 'video').decline.click();
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
  await ada.after.close.click();
  await expect(ada.after.dialog).toBeHidden();
  await expectHistories(ada, { label: 'Declined', direction: 'Outgoing', medium: 'video', lines: 2 }, grace, {
    label: 'Declined',
    direction: 'Incoming',
    medium: 'video',
    lines: 2,
  });
  await expect(grace.missedFrom(ada, 'video').notice).toBeHidden();
});

test(
  'a callee who is busy on another call stays in it and sees who called',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const linus = await person('Linus');
    await grace.navigation.settings.click();
    const { busyOnAnotherCall } = settingsPage(grace.page);
    await busyOnAnotherCall.click();
    await expect(busyOnAnotherCall).toBeChecked();
    await connect(ada, grace, 'voice');

    await linus.place('voice', grace);
    await expect(linus.after.dialog).toContainText(`${grace.name} is busy`);
    await linus.after.close.click();
    await expectNoCall(linus, grace);
    await expectInputsReleased(linus);
    await expect(grace.missedFrom(linus, 'voice').notice).toBeVisible();
    await expectTalking(ada, grace, 'voice');

    await grace.missedFrom(linus, 'voice').dismiss.click();
    await grace.backToApp();
    await expectHistories(linus, { label: 'Busy', direction: 'Outgoing', medium: 'voice' }, grace, {
      label: 'Missed',
      direction: 'Incoming',
      medium: 'voice',
      detail: /while on another call/,
    });
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test('the callee comes online while it rings, and answers', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  await (await person('Grace')).closeTab();
  const grace = { name: ada.name.replace('Ada', 'Grace') };
  await ada.place('voice', grace);
  await expect(ada.callWith(grace).status).toHaveText('Calling…');

  const arrived = await person('Grace');
  await expect(ada.callWith(grace).status).toHaveText('Ringing…');
  await arrived.incomingFrom(ada, 'voice').accept.click();
  await expectTalking(ada, arrived, 'voice');
  await hangUp(arrived, { caller: ada, callee: arrived, medium: 'voice' });
});

test.describe('with a short ring', () => {
  // Long enough for a busy machine to show the ring on both screens.
  test.use({ settings: { RING_TIMEOUT_MS: '8000' } });

  test('the callee does not answer', { tag: '@long' }, async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'video');
    await expect(ada.after.dialog).toContainText('No answer');
    await expectInputsReleased(ada);
    await expectNoCall(ada, grace);
    await expectNoCall(grace, ada);
    await expect(grace.missedFrom(ada, 'video').notice).toBeVisible();
    await ada.after.close.click();
    await expectHistories(ada, { label: 'No answer', direction: 'Outgoing', medium: 'video' }, grace, {
      label: 'Missed',
      direction: 'Incoming',
      medium: 'video',
    });
  });

  test(
    'a callee who was offline later finds the call missed at its true time',
    { tag: '@long' },
    async ({ person }) => {
      const ada = await person('Ada');
      const away = await person('Grace');
      await away.closeTab();
      const placedAtMs = Date.now();
      await ada.place('voice', away);
      await expect(ada.callWith(away).status).toHaveText('Calling…');
      await expect(ada.after.dialog).toContainText(`Couldn't reach ${away.name}`);
      const endedByMs = Date.now();
      await expectInputsReleased(ada);
      await ada.after.close.click();
      await expectNoCall(ada, away);

      const grace = await person('Grace');
      await expect(grace.navigation.callsWithMissed(1)).toBeVisible();
      await expect(grace.missedFrom(ada, 'voice').notice).toBeVisible();
      await expectHistories(
        ada,
        { label: 'Canceled', direction: 'Outgoing', medium: 'voice', detail: /couldn.t be reached/i },
        grace,
        { label: 'Missed', direction: 'Incoming', medium: 'voice' },
      );
      const [line] = await grace.history.read();
      expect(line?.placedAtMs).toBeGreaterThanOrEqual(placedAtMs);
      expect(line?.placedAtMs).toBeLessThan(endedByMs);
    },
  );
});

test('the notice of a missed call goes once the history has shown it', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  await ada.callWith(grace).cancel.click();
  await expect(grace.missedFrom(ada, 'voice').notice).toBeVisible();
  await openHistory(grace);
  await expect(grace.missedFrom(ada, 'voice').notice).toBeHidden();
  await expectHistories(ada, canceled, grace, missed);
});

test.describe('with a limit on calls', () => {
  test.use({ settings: { PLACES_PER_MINUTE_PER_PAIR: '1' } });

  test(
    'calling too often is refused with a message, and nothing rings',
    { tag: '@long' },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await ringCallee(ada, grace, 'voice');
      await grace.incomingFrom(ada, 'voice').decline.click();
      await ada.after.close.click();
      await ada.place('voice', grace);
      await expect(ada.page.getByRole('status').filter({ hasText: /too many/i })).toBeVisible();
      await expectNoCall(ada, grace);
      await expectNoCall(grace, ada);
      await expectInputsReleased(ada);
      await expectHistories(ada, { label: 'Declined', direction: 'Outgoing', medium: 'voice' }, grace, {
        label: 'Declined',
        direction: 'Incoming',
        medium: 'voice',
      });
    },
  );
});
