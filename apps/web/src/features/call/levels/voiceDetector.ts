/**
 * Tells a voice from noise in windows of some 40 ms. Fans and traffic are not periodic, clicks are short, and a hum that
 * goes on is learned as background; a voice is periodic, and louder than the background.
 *
 * ```
 *   quiet ──4 windows with voice within 4 s──> talking ──none for 4 s──> quiet
 * ```
 */
export interface VoiceState {
  readonly isTalking: boolean;
  /** When the latest windows with voice were, in ms. */
  readonly voicedAt: readonly number[];
  /** The background, in dBFS. */
  readonly backgroundDb: number;
  /** When the last window was, in ms. */
  readonly at: number;
}

/** A window of sound, as far as it matters here. */
export interface SoundWindow {
  readonly loudnessDb: number;
  /** From 0 (noise) to 1 (a tone). */
  readonly periodicity: number;
}

/** One cough has two or three windows with voice, one word at least four. */
const voicedWindows = 4;
const rememberedMs = 4_000;
/** A soft voice at an arm's length, without automatic gain. */
const quietestVoiceDb = -46;
const aboveBackgroundDb = 9;
/** Vowels are above 0.7, fans and typing below 0.4. */
const leastPeriodicity = 0.55;
/** A hum of -40 dBFS becomes background within ten seconds, a voice with its pauses never. */
const backgroundRiseDbPerSecond = 2;
const quietestBackgroundDb = -70;

export const initialVoice: VoiceState = {
  isTalking: false,
  voicedAt: [],
  backgroundDb: quietestBackgroundDb,
  at: 0,
};

/** Whether a window is loud enough to be worth a look at its periodicity. */
export function isLoudEnough({ backgroundDb }: VoiceState, loudnessDb: number): boolean {
  return loudnessDb > Math.max(quietestVoiceDb, backgroundDb + aboveBackgroundDb);
}

/** Takes the next window; `at` in ms. */
export function hear(state: VoiceState, window: SoundWindow, at: number): VoiceState {
  const isVoice = isLoudEnough(state, window.loudnessDb) && window.periodicity >= leastPeriodicity;
  const recent = state.voicedAt.filter((voicedAt) => at - voicedAt < rememberedMs);
  const voicedAt = isVoice ? [...recent.slice(1 - voicedWindows), at] : recent;
  return {
    isTalking: voicedAt.length >= voicedWindows || (state.isTalking && voicedAt.length > 0),
    voicedAt,
    backgroundDb: nextBackground(state, window.loudnessDb, at),
    at,
  };
}

/** Falls to a quieter window at once, and rises slowly. */
function nextBackground({ backgroundDb, at: before }: VoiceState, loudnessDb: number, at: number): number {
  const seconds = before === 0 ? 0 : (at - before) / 1_000;
  const risen = backgroundDb + backgroundRiseDbPerSecond * seconds;
  return Math.max(quietestBackgroundDb, Math.min(risen, loudnessDb));
}

/** Voices are between these pitches, in Hz. */
const [lowestHz, highestHz] = [80, 500] as const;
/** Enough for these pitches, and a sixteenth of the work at 48 kHz. In Hz. */
const reducedRate = 12_000;

/** Below this, the samples differ from those a little earlier, as those of a slow rumble never do. */
const dip = 0.3;

/** How well a window of samples fits its own past at the best pitch of a voice: 0 (noise) to 1 (a tone). */
export function periodicityOf(samples: Float32Array, sampleRate: number): number {
  const by = Math.max(1, Math.round(sampleRate / reducedRate));
  const reduced = reduce(samples, by);
  const rate = sampleRate / by;
  const [shortest, longest] = [Math.floor(rate / highestHz), Math.ceil(rate / lowestHz)];
  let [best, hasDipped] = [0, false];
  for (let lag = Math.floor(shortest / 4); lag <= longest; lag += 1) {
    const found = similarity(reduced, lag);
    hasDipped ||= found < dip;
    if (hasDipped && lag >= shortest) best = Math.max(best, found);
  }
  return best;
}

/** Means of so many samples each. */
function reduce(samples: Float32Array, by: number): Float32Array {
  const reduced = new Float32Array(Math.floor(samples.length / by));
  for (let index = 0; index < reduced.length; index += 1) {
    let sum = 0;
    for (let at = index * by; at < (index + 1) * by; at += 1) sum += samples[at] ?? 0;
    reduced[index] = sum / by;
  }
  return reduced;
}

/** The correlation of samples with those `lag` earlier; 0 where there are none. */
function similarity(samples: Float32Array, lag: number): number {
  let [product, energy] = [0, 0];
  for (let index = lag; index < samples.length; index += 1) {
    const [now, before] = [samples[index] ?? 0, samples[index - lag] ?? 0];
    product += now * before;
    energy += (now * now + before * before) / 2;
  }
  return energy === 0 ? 0 : product / energy;
}
