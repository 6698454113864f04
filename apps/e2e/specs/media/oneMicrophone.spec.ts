import { connect, expectTalking, hangUp } from '../../support/callSteps.ts';
import { installDeviceProbe, usedInputs } from '../../support/media/deviceProbe.ts';
import { expect, test } from '../../support/test.ts';

const [one, two] = ['Fake Audio Input 1', 'Fake Audio Input 2'] as const;

test.beforeEach(async ({ context }) => {
  await installDeviceProbe(context);
  await context.addInitScript(openOneMicrophoneAtATime);
});

test(
  'a browser that opens one microphone at a time switches, and goes back where the new one fails',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    const microphone = call.picker('Microphone');
    await call.microphoneOptions.click();
    await microphone.selectOption({ label: two });
    await expect.poll(() => usedInputs(ada.page)).toEqual([two]);
    await expectTalking(ada, grace, 'voice');

    await ada.page.evaluate((label) => window.breakMicrophone?.(label), one);
    await microphone.selectOption({ label: one });
    await expect(ada.page.getByText(`${one} couldn't be used`)).toBeVisible();
    await expect.poll(() => usedInputs(ada.page)).toEqual([two]);
    await expect(microphone.getByRole('option', { selected: true })).toHaveText(two);
    await expectTalking(ada, grace, 'voice');
    await ada.page.keyboard.press('Escape');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

declare global {
  interface Window {
    breakMicrophone?: (label: string) => void;
  }
}

/** Runs in the page, so it may use nothing from this file. */
function openOneMicrophoneAtATime(): void {
  if (!window.isSecureContext) return;
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const tracks = new Set<MediaStreamTrack>();
  const broken = new Set<string>();
  window.breakMicrophone = (label) => broken.add(label);
  mediaDevices.getUserMedia = async (constraints) => {
    const isFree = [...tracks].every(({ readyState }) => readyState === 'ended');
    const stream = isFree ? await getUserMedia(constraints) : undefined;
    const [track] = stream?.getAudioTracks() ?? [];
    if (stream !== undefined && (track === undefined || !broken.has(track.label))) {
      if (track !== undefined) tracks.add(track);
      return stream;
    }
    track?.stop();
    throw new DOMException('The microphone is in use', 'NotReadableError');
  };
}
