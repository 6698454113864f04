/** How many samples to analyze together (a power of two), and how often. */
interface AnalysisWindow {
  readonly windowSize: number;
  readonly everyMs: number;
}

/**
 * Passes the latest samples of a track, between -1 and 1, until the returned function is called. `unheard`:
 * the browser does not run audio on this page yet (before the first press, or without a sound card), and the
 * samples would be a made-up silence. A browser that refuses to analyze audio never passes any samples.
 */
export function analyzeTrack(
  track: MediaStreamTrack,
  { windowSize, everyMs }: AnalysisWindow,
  onSamples: (samples: Float32Array | 'unheard') => void,
): () => void {
  const audio = openAnalyser(track, windowSize);
  if (audio === undefined) return () => {};
  const { context, analyser } = audio;
  const stop = new AbortController();
  // A page that may capture may usually run audio as well; where it may not, this stays pending and has no effect. The
  // system may interrupt it at any time, and does not start it again by itself.
  const resume = (): void => {
    if (context.state !== 'running' && !stop.signal.aborted) void settled(() => context.resume());
  };
  resume();
  context.addEventListener('statechange', resume, { signal: stop.signal });
  const timer = setInterval(() => onSamples(samplesOf(context, analyser)), everyMs);
  return () => {
    clearInterval(timer);
    stop.abort();
    void settled(() => context.close());
  };
}

function samplesOf(context: AudioContext, analyser: AnalyserNode): Float32Array | 'unheard' {
  if (context.state !== 'running') return 'unheard';
  try {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return samples;
  } catch {
    return 'unheard';
  }
}

/** Waits for something that may fail without consequence. */
async function settled(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch {
    // The sound is not analyzed.
  }
}

/** Undefined without Web Audio, and where it refuses the track: Firefox with resistFingerprinting throws NotSupportedError. */
function openAnalyser(track: MediaStreamTrack, windowSize: number) {
  let context: AudioContext | undefined;
  try {
    context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: windowSize });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    return { context, analyser };
  } catch {
    void settled(async () => context?.close());
    return undefined;
  }
}

/** The loudness of samples between -1 and 1, as root mean square in dBFS; -Infinity for digital silence. */
export function loudnessDb(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? -Infinity : 10 * Math.log10(sum / samples.length);
}

/** The largest amplitude, 0 to 1. */
export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** Quieter sounds count as silence, so that the noise of an empty room is drawn flat: -46 dBFS. */
const silence = 0.005;

/**
 * The shape of a recording in `steps` values from 0 to 100, relative to its loudest step: people look for the
 * words, not for their distance to the microphone. `samples`: between -1 and 1, or one level per moment.
 */
export function peaksOf(samples: ArrayLike<number>, steps: number): number[] {
  const count = Math.min(steps, samples.length);
  const loudest = Array.from({ length: count }, (_, step) => {
    const from = Math.floor((step * samples.length) / count);
    const to = Math.floor(((step + 1) * samples.length) / count);
    let peak = 0;
    for (let at = from; at < to; at++) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const most = Math.max(silence, ...loudest);
  return loudest.map((peak) => Math.min(100, Math.round((100 * peak) / most)));
}
