import { openAnalyser } from './trackAnalyser.ts';

/** How many samples to analyze together (a power of two), and how often. */
interface AnalysisWindow {
  readonly windowSize: number;
  readonly everyMs: number;
}

/**
 * Passes the latest samples of a track, which the next ones overwrite, until the returned function is called; see
 * `TrackAnalyser`. A browser that refuses to analyze audio never passes any samples.
 */
export function analyzeTrack(
  track: MediaStreamTrack,
  { windowSize, everyMs }: AnalysisWindow,
  onSamples: (samples: Float32Array | 'unheard') => void,
): () => void {
  const analyser = openAnalyser(track, windowSize);
  if (analyser === undefined) return () => {};
  const timer = setInterval(() => onSamples(analyser.read()), everyMs);
  return () => {
    clearInterval(timer);
    analyser.close();
  };
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
