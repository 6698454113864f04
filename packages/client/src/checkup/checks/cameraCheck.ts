import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { Check } from './check.ts';
import type { CheckupPorts } from './checkupPorts.ts';
import { found, good, type Finding, type Problem } from '../findings/finding.ts';
import { cameraProblem, framesPerSecond, nothingSeen, see } from '../findings/pictures.ts';
import { delay, judgeInput, watchTrack } from './openInput.ts';

/** Cameras need up to a second until the exposure is right. */
const lookMs = 3_000;
const progressEveryMs = 200;

const problems: { readonly [F in CaptureFailure]: Problem } = {
  notAllowed: 'cameraNotAllowed',
  blockedBySystem: 'cameraBlockedBySystem',
  notFound: 'cameraMissing',
  inUse: 'cameraTaken',
  unsupported: 'browserCannotCall',
  failed: 'cameraFailed',
};

/** Whether the camera opens, and gives pictures that move. */
export function cameraCheck(ports: Pick<CheckupPorts, 'clock' | 'inputs' | 'preciseNow'>): Check {
  return {
    name: 'camera',
    run: (signal, progress) =>
      judgeInput(ports.inputs, 'video', problems, { signal, progress }, (track) =>
        look(ports, track, signal, (part) => progress({ part, track })),
      ),
  };
}

async function look(
  { clock, inputs, preciseNow }: Pick<CheckupPorts, 'clock' | 'inputs' | 'preciseNow'>,
  track: MediaStreamTrack,
  signal: AbortSignal,
  onPart: (part: number) => void,
): Promise<Finding> {
  let seen = nothingSeen;
  // Starting up is not part of the frame rate.
  let firstAt: number | undefined;
  const stopLooking = inputs.look(track, (picture) => {
    firstAt ??= preciseNow();
    seen = see(seen, picture);
  });
  const stop = new AbortController();
  const stopWatching = watchTrack(track, () => stop.abort());
  const until = AbortSignal.any([signal, stop.signal]);
  for (let ms = 0; ms < lookMs && !until.aborted; ms += progressEveryMs) {
    onPart(ms / lookMs);
    await delay(clock, progressEveryMs, until);
  }
  stopLooking();
  stopWatching();
  if (track.readyState === 'ended') return found('cameraEnded');
  if (track.muted) return found('cameraPausedBySystem');
  return judge(seen, firstAt === undefined ? 0 : preciseNow() - firstAt);
}

function judge(seen: typeof nothingSeen, ms: number): Finding {
  const problem = cameraProblem(seen, ms);
  if (seen.last === undefined) return found(problem ?? 'cameraNoPicture');
  const { width, height } = seen.last;
  const measures = { width, height, framesPerSecond: framesPerSecond(seen, ms) };
  return problem === undefined ? good(measures) : found(problem, measures);
}
