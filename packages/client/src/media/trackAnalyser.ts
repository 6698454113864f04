/** The latest samples of one track. */
export interface TrackAnalyser {
  readonly sampleRate: number;
  /**
   * The latest samples, between -1 and 1; the next read overwrites them. `unheard`: the browser does not run audio on
   * this page yet (before the first press, or without a sound card), and the samples would be a made-up silence.
   */
  readonly read: () => Float32Array | 'unheard';
  readonly close: () => void;
}

/**
 * One audio context for all analysers of the page, because each has a thread that runs 375 times a second.
 *
 * ```
 *   none ──first analyser──> open ──last one closed, or the audio device failed──> none
 * ```
 */
interface SharedContext {
  readonly context: AudioContext;
  readonly stop: AbortController;
  users: number;
}

let shared: SharedContext | undefined;

/**
 * Analyzes windows of so many samples of a track, a power of two. Undefined without Web Audio, and where it refuses the
 * track: Firefox with resistFingerprinting throws NotSupportedError.
 */
export function openAnalyser(track: MediaStreamTrack, windowSize: number): TrackAnalyser | undefined {
  let used: SharedContext | undefined;
  try {
    used = acquire();
    return analyserIn(used, track, windowSize);
  } catch {
    if (used !== undefined) release(used);
    return undefined;
  }
}

function analyserIn(used: SharedContext, track: MediaStreamTrack, windowSize: number): TrackAnalyser {
  const { context } = used;
  const analyser = new AnalyserNode(context, { fftSize: windowSize });
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let isOpen = true;
  return {
    sampleRate: context.sampleRate,
    read: () => readFrom(context, analyser, samples),
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      settle(() => source.disconnect());
      release(used);
    },
  };
}

function readFrom(
  context: AudioContext,
  analyser: AnalyserNode,
  samples: Float32Array<ArrayBuffer>,
): Float32Array | 'unheard' {
  if (context.state !== 'running') return 'unheard';
  try {
    analyser.getFloatTimeDomainData(samples);
    return samples;
  } catch {
    return 'unheard';
  }
}

function acquire(): SharedContext {
  shared ??= open();
  shared.users += 1;
  return shared;
}

function release(used: SharedContext): void {
  used.users -= 1;
  if (used.users > 0) return;
  forget(used);
  used.stop.abort();
  settle(() => used.context.close());
}

function forget(used: SharedContext): void {
  if (shared === used) shared = undefined;
}

function open(): SharedContext {
  const context = new AudioContext();
  const opened = { context, stop: new AbortController(), users: 0 };
  const { signal } = opened.stop;
  // A page that may capture may usually run audio as well; elsewhere a press allows it. The system may interrupt it at any
  // time, and does not start it again by itself.
  const resume = (): void => {
    if (context.state !== 'running' && !signal.aborted) settle(() => context.resume());
  };
  context.addEventListener('statechange', resume, { signal });
  context.addEventListener('error', () => forget(opened), { signal });
  for (const press of ['pointerup', 'keydown']) addEventListener(press, resume, { signal });
  resume();
  return opened;
}

/** Does something that may fail, at once or later, without consequence. */
function settle(act: () => unknown): void {
  const wait = async (): Promise<void> => {
    await act();
  };
  wait().catch(() => undefined);
}
