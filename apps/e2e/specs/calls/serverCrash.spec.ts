import { connect, expectNoCall, expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectAllFitting, expectHistories } from '../../support/histories.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { expectIncoming } from '../../support/media/mediaProbe.ts';
import { expect, test } from '../../support/test.ts';

test('the server is killed while it rings and comes back: it is still answered', async ({
  person,
  server,
}) => {
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
});

test.describe('with a short ring', () => {
  // So long that a busy machine shows on both screens that it rings, before the server is killed.
  test.use({ settings: { RING_TIMEOUT_MS: '8000' } });

  test('the server is killed while it rings, past the deadline: no ring is stuck', async ({
    person,
    server,
  }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'video');
    await server.kill();
    // The callee stops ringing by itself: nobody is there to say it.
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
  });
});

test('the server is killed in a call: it goes on without, and with it again', async ({ person, server }) => {
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

test('hung up while the server is dead: both screens end at once, and the entries are right later', async ({
  person,
  server,
}) => {
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
});

test('canceled while the server is dead: it never rings again', async ({ person, server }) => {
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
});

test('while the server is away, every call button is disabled and says why', async ({ person, server }) => {
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
});
