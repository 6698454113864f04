/** Below this everything counts as silence, so that the noise of an empty room is drawn flat: -46 dBFS. */
const silence = 0.005;

/**
 * The loudness of a sound in so many steps from 0 to 100, the loudest of them 100: people look for where words are, not
 * for how near the microphone was. `samples`: between -1 and 1, or how loud each moment was.
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
