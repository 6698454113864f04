import { connect, expectNoCall, expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectAllFitting, expectHistories } from '../../support/histories.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { expect, test } from '../../support/test.ts';

const canceled = { label: 'Canceled', direction: 'Outgoing', medium: 'voice' } as const;
const missed = { label: 'Missed', direction: 'Incoming', medium: 'voice' } as const;

test.describe('with little time to come back', () => {
  test.use({ settings: { CALLER_GONE_TIMEOUT_MS: '2500' } });

  test(
    'the caller closes the tab while it rings: the ringing stops, and the call counts as canceled',
    { tag: '@long' },
    async ({ person }) => {
      const caller = await person('Ada');
      const grace = await person('Grace');
      await ringCallee(caller, grace, 'voice');
      await caller.closeTab();
      await expectNoCall(grace, caller);
      await expect(grace.missedFrom(caller, 'voice').notice).toBeVisible();
      const ada = await person('Ada');
      await expectNoCall(ada, grace);
      await expectHistories(ada, canceled, grace, missed);
    },
  );
});

test('the caller reloads while it rings: the call continues', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  await ada.reload();
  await expect(ada.callWith(grace).status).toHaveText('Ringing…');
  await grace.incomingFrom(ada, 'voice').accept.click();
  await expectTalking(ada, grace, 'voice');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test.describe('with time to come back', () => {
  test.use({ settings: { CALLER_GONE_TIMEOUT_MS: '15000' } });

  test(
    "the caller's tab crashes while it rings: a new tab calls again, and it rings again",
    { tag: '@long' },
    async ({ person }) => {
      const caller = await person('Ada');
      const grace = await person('Grace');
      await ringCallee(caller, grace, 'voice');
      await caller.crashTab();
      const ada = await person('Ada');
      await ringCallee(ada, grace, 'video');
      await grace.incomingFrom(ada, 'video').accept.click();
      await expectTalking(ada, grace, 'video');
      await expect(grace.missedFrom(ada, 'voice').notice, 'notice of the first call').toBeHidden();
      await hangUp(grace, { caller: ada, callee: grace, medium: 'video', lines: 2 });
      await expectAllFitting(ada, grace, 2);
      expect((await ada.history.read()).map(({ label }) => label)).toEqual(['answered', 'Canceled']);
      await expect(grace.navigation.callsWithoutMissed).toBeVisible();
    },
  );
});

test.describe('with a short ring', () => {
  // Long enough for a busy machine to show that the callee has left before the ring ends.
  test.use({ settings: { RING_TIMEOUT_MS: '9000' } });

  test(
    'the callee closes the only tab while it rings: the caller sees it, and the call goes unanswered',
    { tag: '@long' },
    async ({ person }) => {
      const ada = await person('Ada');
      const callee = await person('Grace');
      await ringCallee(ada, callee, 'voice');
      await callee.closeTab();
      await expect(ada.callWith(callee).status).toHaveText('Calling…');
      await expect(ada.callWith(callee).region).toHaveAttribute('data-phase', 'ringing');
      await expect(ada.after.dialog).toContainText('No answer');
      await ada.after.close.click();
      const grace = await person('Grace');
      await expect(grace.missedFrom(ada, 'voice').notice).toBeVisible();
      await expectHistories(
        ada,
        { label: 'No answer', direction: 'Outgoing', medium: 'voice' },
        grace,
        missed,
      );
    },
  );
});

test('the callee closes the tab while it rings, and a new one answers', async ({ person }) => {
  const ada = await person('Ada');
  const first = await person('Grace');
  await ringCallee(ada, first, 'voice');
  await first.closeTab();
  await expect(ada.callWith(first).status).toHaveText('Calling…');
  const grace = await person('Grace');
  await expect(ada.callWith(grace).status).toHaveText('Ringing…');
  await grace.incomingFrom(ada, 'voice').accept.click();
  await expectTalking(ada, grace, 'voice');
  await hangUp(grace, { caller: ada, callee: grace, medium: 'voice' });
});

for (const leaver of ['caller', 'callee'] as const) {
  test.describe(`with less time for the ${leaver} to rejoin`, () => {
    test.use({ settings: { REJOIN_TIMEOUT_MS: '6000' } });

    test(
      `the ${leaver} closes the tab in the call: the other person waits, then the call is lost`,
      { tag: '@long' },
      async ({ person }) => {
        const ada = await person('Ada');
        const grace = await person('Grace');
        await connect(ada, grace, 'video');
        const [leaving, staying] = leaver === 'caller' ? [ada, grace] : [grace, ada];
        await leaving.closeTab();
        await expect(staying.callWith(leaving).status).toHaveText(`Waiting for ${leaving.name}…`);
        await expect(staying.after.dialog).toContainText('Connection lost');
        await expectInputsReleased(staying);
        await expectNoCall(staying, leaving);
        await staying.after.close.click();

        const back = await person(leaver === 'caller' ? 'Ada' : 'Grace');
        const [caller, callee] = leaver === 'caller' ? [back, staying] : [staying, back];
        await expectHistories(
          caller,
          { label: 'answered', direction: 'Outgoing', medium: 'video', detail: /connection lost/i },
          callee,
          { label: 'answered', direction: 'Incoming', medium: 'video', detail: /connection lost/i },
        );
      },
    );
  });

  test(
    `the ${leaver} reloads in the call: they rejoin it, with one entry`,
    { tag: '@long' },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await connect(ada, grace, 'video');
      await (leaver === 'caller' ? ada : grace).reload();
      await expectTalking(ada, grace, 'video');
      await hangUp(leaver === 'caller' ? grace : ada, { caller: ada, callee: grace, medium: 'video' });
    },
  );

  test(
    `the ${leaver}'s tab crashes in the call, and another tab of theirs calls again`,
    { tag: '@long' },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await connect(ada, grace, 'voice');
      const [leaving, staying] = leaver === 'caller' ? [ada, grace] : [grace, ada];
      await leaving.crashTab();
      await expect(staying.callWith(leaving).status).toHaveText(`Waiting for ${leaving.name}…`);
      const back = await person(leaver === 'caller' ? 'Ada' : 'Grace');
      await ringCallee(back, staying, 'voice');
      await staying.incomingFrom(back, 'voice').accept.click();
      await expectTalking(back, staying, 'voice');
      await hangUp(back, { caller: back, callee: staying, medium: 'voice', lines: 2 });
      await expectAllFitting(back, staying, 2);
    },
  );
}

test('signing out in a call ends it first', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await grace.backToApp();
  await grace.navigation.settings.click();
  await grace.navigation.signOut.click();
  await expect(ada.after.ended).toBeVisible();
  await expectInputsReleased(ada);
  await expect(grace.page.getByRole('textbox', { name: 'Your name' })).toBeVisible();
  await expectInputsReleased(grace);
  const back = await person('Grace');
  await expectNoCall(back, ada);
  await expectHistories(ada, { label: 'answered', direction: 'Outgoing', medium: 'voice' }, back, {
    label: 'answered',
    direction: 'Incoming',
    medium: 'voice',
  });
});
