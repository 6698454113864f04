import type { Problem } from './finding.ts';

/** One moment of a microphone. */
export interface MicrophoneWindow {
  /** Loudness in dBFS. */
  readonly db: number;
  /** The largest amplitude, 0 to 1. */
  readonly peak: number;
  /** The part of the samples at the limit, 0 to 1. */
  readonly clipped: number;
}

/** What was heard so far. */
export interface Heard {
  readonly windows: number;
  /** Windows with a voice or a similar sound. */
  readonly voiced: number;
  readonly clipped: number;
  readonly loudestDb: number;
  readonly peak: number;
}

export const nothingHeard: Heard = { windows: 0, voiced: 0, clipped: 0, loudestDb: -Infinity, peak: 0 };

/** Well above the noise of an open microphone, well below a soft voice. */
const voiceDb = -45;
/** Below half a step of 16 bits, everything that is sent is zero. */
const nothingBelow = 2 ** -16;
/** A window clips if this part of it is at the limit: a single crackle does not count. */
const clippedPart = 0.02;
/** How much of what was loud may clip: the distortion is heard where it is more. */
const clippedShare = 0.3;
/** A third of a second: a word, and no knock on the table. */
const enoughVoice = 10;

export function hear(heard: Heard, { db, peak, clipped }: MicrophoneWindow): Heard {
  return {
    windows: heard.windows + 1,
    voiced: heard.voiced + (db > voiceDb ? 1 : 0),
    clipped: heard.clipped + (clipped > clippedPart ? 1 : 0),
    loudestDb: Math.max(heard.loudestDb, db),
    peak: Math.max(heard.peak, peak),
  };
}

/** Whether the microphone hears the user, so that listening can end. */
export function isVoiceHeard({ voiced }: Heard): boolean {
  return voiced >= enoughVoice;
}

/** What is wrong with a microphone; undefined if it hears the user well. */
export function microphoneProblem(heard: Heard): Problem | undefined {
  if (heard.windows === 0) return 'microphoneUnmeasured';
  if (heard.peak < nothingBelow) return 'microphoneSilent';
  if (heard.voiced === 0) return 'microphoneQuiet';
  return heard.clipped / heard.voiced > clippedShare ? 'microphoneClipping' : undefined;
}
