import type { MediaDevice } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { Check, Progress } from './check.ts';
import type { CheckupPorts, InputPort } from './checkupPorts.ts';
import { found, good, type Finding, type Problem } from '../findings/finding.ts';
import { hear, isVoiceHeard, microphoneProblem, nothingHeard, type Heard } from '../findings/soundLevels.ts';
import { delay, judgeInput, openFor, watchTrack } from './openInput.ts';

type Ports = Pick<CheckupPorts, 'clock' | 'inputs' | 'preciseNow'>;

/** Time for a word; the check ends as soon as it is heard. */
const listenMs = 4_000;
const otherListenMs = 1_500;
/** More than these are hardly ever plugged in, and each takes a part of the sound card. */
const maxOthers = 3;
const levelEveryMs = 50;

const problems: { readonly [F in CaptureFailure]: Problem } = {
  notAllowed: 'microphoneNotAllowed',
  blockedBySystem: 'microphoneBlockedBySystem',
  notFound: 'microphoneMissing',
  inUse: 'microphoneTaken',
  unsupported: 'browserCannotCall',
  failed: 'microphoneFailed',
};

/** Whether the microphone opens and hears the user; if it does not, whether another one does. */
export function microphoneCheck(ports: Ports): Check {
  return {
    name: 'microphone',
    run: (signal, progress) =>
      judgeInput(ports.inputs, 'audio', problems, { signal, progress }, async (track) => {
        const finding = await judgeTrack(ports, track, signal, progress);
        if (finding.problem !== 'microphoneSilent' && finding.problem !== 'microphoneQuiet') return finding;
        const better = await findBetter(ports, track, signal);
        return better === undefined ? finding : { ...found('microphoneWrong', finding.measures), better };
      }),
  };
}

async function judgeTrack(
  ports: Ports,
  track: MediaStreamTrack,
  signal: AbortSignal,
  progress: (update: Progress) => void,
): Promise<Finding> {
  const heard = await listen(ports, track, { ms: listenMs, signal, progress });
  if (track.readyState === 'ended') return found('microphoneEnded');
  if (track.muted) return found('microphoneMutedBySystem');
  const measures = Number.isFinite(heard.loudestDb) ? { levelDb: Math.round(heard.loudestDb) } : {};
  const problem = microphoneProblem(heard);
  return problem === undefined ? good(measures) : found(problem, measures);
}

interface Listening {
  readonly ms: number;
  readonly signal: AbortSignal;
  readonly progress: (update: Progress) => void;
}

/** Listens until a voice was heard, the time is up, or the track ends. */
async function listen(
  { clock, inputs, preciseNow }: Ports,
  track: MediaStreamTrack,
  { ms, signal, progress }: Listening,
): Promise<Heard> {
  const start = preciseNow();
  const stop = new AbortController();
  let heard = nothingHeard;
  let toldAt = -Infinity;
  const stopListening = inputs.listen(track, (window) => {
    heard = hear(heard, window);
    if (isVoiceHeard(heard)) stop.abort();
    const now = preciseNow();
    if (now - toldAt < levelEveryMs) return;
    toldAt = now;
    progress({ part: (now - start) / ms, track });
  });
  const stopWatching = watchTrack(track, () => stop.abort());
  progress({ part: 0, track });
  await delay(clock, ms, AbortSignal.any([signal, stop.signal]));
  stopListening();
  stopWatching();
  return heard;
}

/** The loudest other microphone that hears a voice. */
async function findBetter(
  ports: Ports,
  current: MediaStreamTrack,
  signal: AbortSignal,
): Promise<MediaDevice | undefined> {
  const others = await othersThan(ports.inputs, current);
  const results = await Promise.all(others.map((device) => listenTo(ports, device, signal)));
  const [best] = results
    .filter(({ heard }) => heard.voiced > 0)
    .toSorted((a, b) => b.heard.loudestDb - a.heard.loudestDb);
  return best?.device;
}

async function othersThan(inputs: InputPort, current: MediaStreamTrack): Promise<readonly MediaDevice[]> {
  const { devices } = await inputs.listDevices();
  const { deviceId } = current.getSettings();
  // Chromium lists the default one twice, under an alias whose label ends in that of the device.
  return devices.microphone
    .filter(({ id, label }) => id !== deviceId && label !== current.label && !isAlias(id))
    .slice(0, maxOthers);
}

function isAlias(id: string): boolean {
  return id === 'default' || id === 'communications' || id === '';
}

async function listenTo(
  ports: Ports,
  device: MediaDevice,
  signal: AbortSignal,
): Promise<{ readonly device: MediaDevice; readonly heard: Heard }> {
  const opened = await openFor(ports.inputs, 'audio', signal, () => {}, device.id);
  if (!opened.ok) return { device, heard: nothingHeard };
  const heard = await listen(ports, opened.track, { ms: otherListenMs, signal, progress: () => {} });
  opened.track.stop();
  return { device, heard };
}
