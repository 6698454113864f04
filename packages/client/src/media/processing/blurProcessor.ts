import { inTime } from '../../platform/inTime.ts';
import { BlurCanvas } from './blurCanvas.ts';
import type { Processing, ProcessingOutcome, RunningProcessing } from './processing.ts';
import { failedBy, ProcessingError } from './processingError.ts';
import { openSegmenter, type Segmenter } from './segmenter.ts';
import { maskEvery, observeFrame, startWorkload } from './workload.ts';

/** Six megabytes over a slow network, and their compilation. */
const startTimeoutMs = 20_000;

/** What cameras give where they do not tell. */
const usualRate = 30;

/** A hidden page gets no frames from its video elements; it must not freeze at the other side. */
const frameTimeoutMs = 120;

type Strength = 'light' | 'strong';

/**
 * Blurs the background: by the browser itself where it can, else by finding the person in each frame. Gives up, and says
 * so, where this device does not keep up with the camera.
 */
export function blurBackground(
  input: MediaStreamTrack,
  strength: Strength,
  onOutcome: (outcome: ProcessingOutcome) => void,
): RunningProcessing {
  const stop = new AbortController();
  const { signal } = stop;
  const wanted = { strength };
  const report = (outcome: ProcessingOutcome): void => {
    if (!signal.aborted) onOutcome(outcome);
  };
  const start = async (): Promise<void> => {
    if (await blurByBrowser(input, true)) {
      signal.addEventListener('abort', () => void blurByBrowser(input, false));
      if (signal.aborted) return void blurByBrowser(input, false);
      return report({ state: 'running', track: null });
    }
    await blurByFrames(input, wanted, report, signal);
  };
  start().catch((error: unknown) => report(failedBy(error)));
  return {
    change: (processing: Processing) => {
      if (processing.kind === 'blur') wanted.strength = processing.strength;
    },
    stop: () => stop.abort(),
  };
}

/** Media Capture Extensions: `backgroundBlur`. False where the browser or its system does not offer it. */
async function blurByBrowser(input: MediaStreamTrack, isOn: boolean): Promise<boolean> {
  try {
    const offered: unknown = Reflect.get(input.getCapabilities(), 'backgroundBlur');
    if (!Array.isArray(offered) || !offered.includes(isOn)) return false;
    const blur = { backgroundBlur: isOn };
    await input.applyConstraints({ ...input.getConstraints(), ...blur });
    return Reflect.get(input.getSettings(), 'backgroundBlur') === isOn;
  } catch {
    return false;
  }
}

async function blurByFrames(
  input: MediaStreamTrack,
  wanted: { readonly strength: Strength },
  report: (outcome: ProcessingOutcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const opening = openSegmenter();
  const segmenter = await inTime(opening, startTimeoutMs, undefined);
  if (segmenter === undefined) {
    void opening.then(
      (late) => late.close(),
      () => undefined,
    );
    throw new ProcessingError('notLoaded');
  }
  const video = playHidden(input);
  try {
    await drawUntil(signal, { input, video, segmenter, wanted, report });
  } finally {
    segmenter.close();
    video.srcObject = null;
  }
}

interface Drawing {
  readonly input: MediaStreamTrack;
  readonly video: HTMLVideoElement;
  readonly segmenter: Segmenter;
  readonly wanted: { readonly strength: Strength };
  readonly report: (outcome: ProcessingOutcome) => void;
}

async function drawUntil(signal: AbortSignal, drawing: Drawing): Promise<void> {
  const { input, video, report } = drawing;
  const blur = new BlurCanvas();
  const drawFrame = frameDrawer(drawing, blur);
  let workload = startWorkload(drawing.segmenter.graphics);
  // Frames that come sooner are left out, so that the page has time for everything else.
  let restUntil = 0;
  let made: MediaStreamTrack | undefined;
  signal.addEventListener('abort', () => made?.stop());
  for (;;) {
    await nextFrame(video);
    if (signal.aborted || input.readyState !== 'live') break;
    // A camera that the system has muted gives no picture.
    const startedAt = performance.now();
    if (video.videoWidth === 0 || input.muted || startedAt < restUntil) continue;
    const isDrawn = await drawFrame(workload.effort);
    const at = performance.now();
    if (!isDrawn || signal.aborted) continue;
    if (made === undefined) {
      [made] = blur.canvas.captureStream().getVideoTracks();
      if (made === undefined) throw new ProcessingError('unsupported');
      report({ state: 'running', track: made });
    }
    const workMs = at - startedAt;
    workload = observeFrame(workload, { at, workMs }, input.getSettings().frameRate ?? usualRate);
    if (workload.isTooSlow) throw new ProcessingError('tooSlow');
    restUntil = at + workMs / 2;
  }
  made?.stop();
}

/** Returns a function that draws the current frame, and whether it could. */
function frameDrawer(
  { video, segmenter, wanted }: Drawing,
  blur: BlurCanvas,
): (effort: 0 | 1 | 2) => Promise<boolean> {
  let mask: CanvasImageSource | undefined;
  let frame = 0;
  return async (effort) => {
    blur.take(video, effort);
    if (mask === undefined || frame % maskEvery[effort] === 0)
      mask = await segmenter.mask(blur.sample(wanted.strength));
    frame += 1;
    if (mask === undefined) return false;
    blur.draw(mask);
    return true;
  };
}

/** Plays the camera, so that its frames can be drawn. */
function playHidden(input: MediaStreamTrack): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([input]);
  video.play().catch(() => undefined);
  return video;
}

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, frameTimeoutMs);
    video.requestVideoFrameCallback(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
