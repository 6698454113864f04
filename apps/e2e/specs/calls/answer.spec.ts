import { connect, expectTalking, hangUp, ringCallee, untilLasted } from '../../support/callSteps.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { openInputs } from '../../support/media/inputProbe.ts';
import { expectRise, expectStandstill } from '../../support/media/mediaProbe.ts';
import { expect, test } from '../../support/test.ts';

test('a voice call is answered, both hear each other, and the caller hangs up', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  expect(await openInputs(grace.page), 'what is captured before the answer').toEqual({
    audio: 0,
    video: 0,
  });
  await grace.incomingFrom(ada, 'voice').accept.click();
  await expectTalking(ada, grace, 'voice');
  await expect(ada.callWith(grace).region).toHaveAttribute('data-route', 'direct');
  await expect(ada.callWith(grace).region).toContainText('Direct');
  await untilLasted(ada, grace, 2);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice', atLeastSeconds: 2 });
});

test('a video call is answered with a picture both ways, and the callee hangs up', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace', { profile: 'own' });
  await connect(ada, grace, 'video');
  for (const [one, other] of [
    [ada, grace],
    [grace, ada],
  ] as const) {
    await expect(one.callWith(other).theirVideo).toBeVisible();
    await expect(one.callWith(other).localVideo).toBeVisible();
    await expectMoving(one.callWith(other).theirVideo);
    await expectMoving(one.callWith(other).localVideo);
  }
  await hangUp(grace, { caller: ada, callee: grace, medium: 'video' });
});

test(
  'a video call is accepted without video: only the caller is seen',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'video');
    await grace.incomingFrom(ada, 'video').acceptWithoutVideo.click();
    await expectTalking(ada, grace, 'voice');
    await expectMoving(grace.callWith(ada).theirVideo);
    expect(await openInputs(grace.page)).toEqual({ audio: 1, video: 0 });
    await expect(grace.callWith(ada).cameraOn).toBeVisible();

    await grace.callWith(ada).cameraOn.click();
    await expectTalking(grace, ada, 'video');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  },
);

test('a muted microphone is not heard on the other side; an unmuted one is', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await expectRise(grace.page, 'audioEnergy', 0);
  await ada.callWith(grace).mute.click();
  await expect(ada.callWith(grace).unmute).toBeVisible();
  await expectStandstill(grace.page, 'audioEnergy');
  // Silence is still sent, so that the absence of packets always means a broken path.
  await expectTalking(ada, grace, 'voice');

  await ada.callWith(grace).unmute.click();
  await expectRise(grace.page, 'audioEnergy', 0);
  await hangUp(grace, { caller: ada, callee: grace, medium: 'voice' });
});

test(
  'turning the camera off releases it, and turning it on shows it again',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'video');
    await ada.callWith(grace).cameraOff.click();
    await expect(ada.callWith(grace).cameraOn).toBeVisible();
    await expect.poll(async () => (await openInputs(ada.page)).video).toBe(0);
    await expectStandstill(grace.page, 'framesDecoded');
    await expect(grace.callWith(ada).theirVideo).toBeHidden();

    await ada.callWith(grace).cameraOn.click();
    await expectTalking(ada, grace, 'video');
    await expect(grace.callWith(ada).theirVideo).toBeVisible();
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  },
);

test(
  'a voice call becomes a video call when cameras are turned on in it',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await ada.callWith(grace).cameraOn.click();
    await grace.callWith(ada).cameraOn.click();
    await expectTalking(ada, grace, 'video');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test('a call stays while other screens are visited', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await ada.page.goBack();
  await expect(ada.callWith(grace).region).toBeVisible();
  await ada.navigation.calls.click();
  await expect(ada.history.heading).toBeVisible();
  await expectTalking(ada, grace, 'voice');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});
