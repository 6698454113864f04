import { connect, expectNoCall, expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectAllFitting, expectHistories } from '../../support/histories.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { expectIncoming } from '../../support/media/mediaProbe.ts';
import { expect, test } from '../../support/test.ts';

test(
  'the server crashes and restarts while it rings: the call is still answered',
  { tag: '@long' },
  async ({ person, server }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'voice');
    await server.kill();
    await Promise.all([
      expect(ada.navigation.offline).toBeVisible(),
      expect(grace.navigation.offline).toBeVisible(),
    ]);
    await server.start();
    await Promise.all([
      expect(ada.navigation.offline).toBeHidden(),
      expect(grace.navigation.offline).toBeHidden(),
    ]);
    await expect(ada.callWith(grace).status).toHaveText('Ringing…');
    await grace.incomingFrom(ada, 'voice').accept.click();
    await expectTalking(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test.describe('with a short ring', () => {
  // Long enough for a busy machine to show the ring on both screens before the server is killed.
  test.use({ settings: { RING_TIMEOUT_MS: '8000' } });

  test(
    'the server is down past the ring deadline: nothing keeps ringing',
    { tag: '@long' },
    async ({ person, server }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await ringCallee(ada, grace, 'video');
      await server.kill();
      // The callee stops ringing by itself, because no server can tell it to.
      await expectNoCall(grace, ada);
      await server.start();
      await expectNoCall(ada, grace);
      await expect(ada.after.dialog).toContainText('No answer');
      await ada.after.close.click();
      await expect(grace.missedFrom(ada, 'video').notice).toBeVisible();
      await expectHistories(ada, { label: 'No answer', direction: 'Outgoing', medium: 'video' }, grace, {
        label: 'Missed',
        direction: 'Incoming',
        medium: 'video',
      });
    },
  );
});

test('the server crashes in a call: media and the call continue without it', async ({ person, server }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'video');
  await server.kill();
  await Promise.all([
    expect(ada.navigation.offline).toBeVisible(),
    expect(grace.navigation.offline).toBeVisible(),
  ]);
  await expectIncoming(ada, 'video');
  await expectIncoming(grace, 'video');
  await server.start();
  await Promise.all([
    expect(ada.navigation.offline).toBeHidden(),
    expect(grace.navigation.offline).toBeHidden(),
  ]);
  await expectTalking(ada, grace, 'video');
  await hangUp(grace, { caller: ada, callee: grace, medium: 'video', atLeastSeconds: 2 });
});

test(
  'hanging up while the server is down ends both screens at once, and both histories are right later',
  { tag: '@long' },
  async ({ person, server }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await server.kill();
    await expect(ada.navigation.offline).toBeVisible();
    await ada.callWith(grace).hangUp.click();
    await expectInputsReleased(ada, grace);
    await expectNoCall(ada, grace);
    await expectNoCall(grace, ada);
    await server.start();
    await expect(ada.navigation.offline).toBeHidden();
    await expectHistories(ada, { label: 'answered', direction: 'Outgoing', medium: 'voice' }, grace, {
      label: 'answered',
      direction: 'Incoming',
      medium: 'voice',
    });
  },
);

test(
  'a call canceled while the server is down never rings again',
  { tag: '@long' },
  async ({ person, server }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'voice');
    await server.kill();
    await expect(ada.navigation.offline).toBeVisible();
    await ada.callWith(grace).cancel.click();
    await expect(ada.after.canceled).toBeVisible();
    await expectInputsReleased(ada);
    await server.start();
    await expectNoCall(grace, ada);
    await expectNoCall(ada, grace);
    await expectHistories(ada, { label: 'Canceled', direction: 'Outgoing', medium: 'voice' }, grace, {
      label: 'Missed',
      direction: 'Incoming',
      medium: 'voice',
    });
  },
);

test(
  'while the server is down, call buttons are disabled and say why',
  { tag: '@long' },
  async ({ person, server }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    await ada.find(grace);
    await server.kill();
    await expect(ada.navigation.offline).toBeVisible();
    for (const medium of ['voice', 'video'] as const) {
      await expect(ada.people.callButton(grace, medium)).toBeDisabled();
      await expect(ada.people.callButton(grace, medium)).toHaveAccessibleDescription(/offline|reached/i);
    }
    await server.start();
    await expect(ada.navigation.offline).toBeHidden();
    await expect(ada.people.callButton(grace, 'voice')).toBeEnabled();
    await expectAllFitting(ada, grace, 1);
  },
);
