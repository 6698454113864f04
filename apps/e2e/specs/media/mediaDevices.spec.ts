import { checkupPage } from '../../pages/checkupPage.ts';
import { connect, expectTalking, hangUp, ringCallee, untilLasted } from '../../support/callSteps.ts';
import {
  holdInput,
  installDeviceProbe,
  plugIn,
  renumberDevices,
  unplug,
  unplugNoticed,
  usedInputs,
} from '../../support/media/deviceProbe.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { holdInputs } from '../../support/media/inputProbe.ts';
import { expectRise, expectStandstill } from '../../support/media/mediaProbe.ts';
import { expect, test } from '../../support/test.ts';

// A machine with three cameras, beside Chromium's three fake microphones. Launch flags differ, so these specs have
// their own browser.
test.use({
  launchOptions: [
    async ({ launchOptions }, provide) => {
      const args = [
        ...(launchOptions.args ?? []),
        '--use-fake-device-for-media-stream=device-count=3,fps=10',
      ];
      await provide({ ...launchOptions, args });
    },
    { scope: 'worker' },
  ],
});

const microphone = {
  system: 'Fake Default Audio Input',
  one: 'Fake Audio Input 1',
  two: 'Fake Audio Input 2',
};
/** The one in the middle is a depth camera, whose frames cannot be sent. */
const camera = { first: 'fake_device_0', depth: 'fake_device_1', other: 'fake_device_2' };

test.beforeEach(async ({ context }) => installDeviceProbe(context));

test(
  'switching the microphone in a call keeps the call, and applies to the next one',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    await call.microphoneOptions.press('Enter');
    await expect(call.picker('Microphone')).toBeFocused();
    await call.picker('Microphone').selectOption({ label: microphone.two });
    await expect.poll(() => usedInputs(ada.page)).toEqual([microphone.two]);
    await expectRise(grace.page, 'audioEnergy', 0);
    await expect(call.hangUp).toBeInViewport({ ratio: 1 });
    await ada.page.keyboard.press('Escape');
    await expect(call.picker('Microphone')).toBeHidden();
    await expect(call.microphoneOptions).toBeFocused();
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });

    await connect(ada, grace, 'voice');
    expect(await usedInputs(ada.page)).toEqual([microphone.two]);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice', lines: 2 });
  },
);

test(
  'the chosen microphone is used again after all devices got new ids',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    await call.microphoneOptions.click();
    await call.picker('Microphone').selectOption({ label: microphone.two });
    await expect.poll(() => usedInputs(ada.page)).toEqual([microphone.two]);
    await ada.page.keyboard.press('Escape');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    await renumberDevices(ada.page);
    await connect(ada, grace, 'voice');
    expect(await usedInputs(ada.page)).toEqual([microphone.two]);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice', lines: 2 });
    await ada.navigation.checkup.click();
    await checkupPage(ada.page).run.click();
    await expect.poll(() => usedInputs(ada.page), 'tests what calls use').toContain(microphone.two);
  },
);

test('switching the microphone while muted stays muted', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  const call = ada.callWith(grace);
  await call.mute.click();
  await call.microphoneOptions.click();
  await call.picker('Microphone').selectOption({ label: microphone.two });
  await expect.poll(() => usedInputs(ada.page)).toEqual([microphone.two]);
  await expect(call.unmute).toBeAttached();
  await expect(grace.callWith(ada).region).toContainText(`${ada.name} is muted`);
  await ada.page.keyboard.press('Escape');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test('switching the camera in a call keeps the call', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'video');
  const call = ada.callWith(grace);
  expect(await usedInputs(ada.page)).toContain(camera.first);
  await call.cameraOptions.click();
  await call.picker('Camera').selectOption({ label: camera.other });
  await expect.poll(() => usedInputs(ada.page)).toContain(camera.other);
  await expect.poll(() => usedInputs(ada.page), 'one microphone and one camera').toHaveLength(2);
  await ada.page.keyboard.press('Escape');
  await expectMoving(grace.callWith(ada).theirVideo);
  await expectTalking(ada, grace, 'video');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
});

test(
  'when the microphone is unplugged another takes over, with a message',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const [before] = await usedInputs(ada.page);
    if (before === undefined) throw new Error('Nothing is open.');
    await unplug(ada.page, before);
    await expect(ada.page.getByText(/^Microphone changed to Fake /)).toBeVisible();
    const [after] = await usedInputs(ada.page);
    expect(after).not.toBe(before);
    await expectRise(grace.page, 'audioEnergy', 0);
    await expectTalking(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test(
  'when the last camera is unplugged the call continues, and both sides know',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'video');
    for (const label of [camera.other, camera.depth, camera.first]) await unplug(ada.page, label);
    await expect(ada.page.getByText('Camera unplugged. Your video is off')).toBeVisible();
    await expect(grace.callWith(ada).theirVideo).toBeHidden();
    await expect(ada.callWith(grace).region).toContainText('No camera was found');
    await expectTalking(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  },
);

test('without a microphone the user listens, and is heard with the first one plugged in', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  for (const label of Object.values(microphone)) await unplug(ada.page, label);
  await ringCallee(ada, grace, 'voice');
  await grace.incomingFrom(ada, 'voice').accept.click();
  await expect(grace.callWith(ada).region).toHaveAttribute('data-phase', 'active');
  await expectRise(ada.page, 'audioEnergy', 0);
  await expect(ada.callWith(grace).region).toContainText("You're only listening. No microphone was found");
  await expect(grace.callWith(ada).region).toContainText(`${ada.name} has no microphone`);
  await plugIn(ada.page, microphone.one);
  await ada.callWith(grace).use.click();
  await expectRise(grace.page, 'audioEnergy', 0);
  await expect(ada.callWith(grace).region).not.toContainText("You're only listening");
  await expectTalking(ada, grace, 'voice');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test(
  'a microphone plugged in during a call is offered, and used once accepted',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await unplug(ada.page, microphone.two);
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    const before = await usedInputs(ada.page);
    await plugIn(ada.page, microphone.two);
    await expect(call.offer(microphone.two)).toBeVisible();
    expect(await usedInputs(ada.page)).toEqual(before);
    await call.use.click();
    await expect.poll(() => usedInputs(ada.page)).toEqual([microphone.two]);
    await expect(call.offer(microphone.two)).toBeHidden();

    await unplugNoticed(ada.page, microphone.one);
    await plugIn(ada.page, microphone.one);
    await call.dismiss.click();
    await expect(call.offer(microphone.one)).toBeHidden();
    expect(await usedInputs(ada.page)).toEqual([microphone.two]);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test(
  'when the system mutes the microphone both sides know, until it is unmuted',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await holdInput(ada.page, 'audio', true);
    await expect(ada.callWith(grace).region).toContainText("We can't hear your mic");
    await expect(grace.callWith(ada).region).toContainText(`${ada.name} is muted`);
    await holdInput(ada.page, 'audio', false);
    await expect(ada.callWith(grace).region).not.toContainText("We can't hear your mic");
    await expect(grace.callWith(ada).region).not.toContainText('is muted');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test('when the system mutes the camera the other side sees the avatar, until it is unmuted', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'video');
  const [own, theirs] = [ada.callWith(grace), grace.callWith(ada)];
  await expect(theirs.theirVideo).toBeVisible();
  await holdInput(ada.page, 'video', true);
  await expect(theirs.theirVideo).toBeHidden();
  await expect(theirs.region).toContainText(`${ada.name}'s camera is paused`);
  await expect(own.region).toContainText('Your system paused your camera');
  await expect(own.localVideo).toBeHidden();
  await expect(own.cameraOff, 'the camera belongs to its user').toBeAttached();
  await holdInput(ada.page, 'video', false);
  await expect(theirs.theirVideo).toBeVisible();
  await expectMoving(theirs.theirVideo);
  await expect(theirs.region).not.toContainText('is paused');
  await expect(own.region).not.toContainText('paused your camera');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
});

test(
  'the only microphone is unplugged while muted, and plugged in again: still muted',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    for (const label of [microphone.system, microphone.two]) await unplug(ada.page, label);
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    await call.mute.click();
    await unplug(ada.page, microphone.one);
    await expect(grace.callWith(ada).region).toContainText(`${ada.name} has no microphone`);
    await plugIn(ada.page, microphone.one);
    await call.use.click();
    await expect.poll(() => usedInputs(ada.page)).toEqual([microphone.one]);
    await expect(grace.callWith(ada).region).toContainText(`${ada.name} is muted`);
    await expectStandstill(grace.page, 'audioEnergy');
    await call.unmute.click();
    await expectRise(grace.page, 'audioEnergy', 0);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test(
  'a microphone whose driver hangs is told on both sides, and the call ends as usual',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await holdInputs(grace.page);
    await ringCallee(ada, grace, 'voice');
    await grace.incomingFrom(ada, 'voice').accept.click();
    await expect(grace.callWith(ada).region).toContainText('Allow your microphone');
    await expect(grace.callWith(ada).region).toContainText("Your microphone hasn't started");
    await expect(ada.callWith(grace).region).toContainText(`${grace.name} can't be heard yet`);
    await hangUp(grace, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test('a microphone with pauses is not reported as silent', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await untilLasted(ada, grace, 6);
  await expect(ada.callWith(grace).region).not.toContainText("We can't hear your mic");
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test(
  'the chosen speaker falls back to the default one when unplugged',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    await call.microphoneOptions.click();
    const options = call.picker('Speaker').getByRole('option');
    await expect(options, 'the default one and others').not.toHaveCount(1);
    const speaker = (await options.allTextContents()).at(-1);
    if (speaker === undefined) throw new Error('There is no speaker.');
    await call.picker('Speaker').selectOption({ label: speaker });
    const sinkId = () => ada.page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.sinkId);
    await expect.poll(sinkId).not.toBe('');
    await unplug(ada.page, speaker);
    await expect(ada.page.getByText('Speaker unplugged. Sound comes from the default one')).toBeVisible();
    await expect.poll(sinkId).toBe('');
    await ada.page.keyboard.press('Escape');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);
