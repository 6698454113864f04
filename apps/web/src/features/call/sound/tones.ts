/** The tones of calls. Computed rather than recorded, so that nothing has to load before a call rings. */
export type ToneName = 'ringtone' | 'ringback' | 'busy' | CallTone;

/** The tones of what happens in a call. */
export type CallTone =
  'connected' | 'ended' | 'reconnecting' | 'reconnected' | 'held' | 'resumed' | 'secondCall';

interface Note {
  readonly atMs: number;
  readonly hz: number;
  readonly forMs: number;
  /** 0 to 1; notes that sound together stay below 1 in sum. */
  readonly loudness: number;
}

export interface Tone {
  /** From the start to the start of the repetition. */
  readonly lengthMs: number;
  readonly repeats: boolean;
  /**
   * `struck`: loud at once, then dying away, like a bar of wood. `rung`: the same with the overtones of a small bell.
   * `held`: swells, holds and ends softly.
   */
  readonly touch: 'struck' | 'rung' | 'held';
  readonly notes: readonly Note[];
}

/** Notes at even intervals. */
export function sequence(
  startMs: number,
  stepMs: number,
  forMs: number,
  loudness: number,
  pitches: readonly number[],
): Note[] {
  return pitches.map((hz, index) => ({ atMs: startMs + index * stepMs, hz, forMs, loudness }));
}

// D major without its half steps, so that any of them sound well together. In Hz, equal temperament on A 440.
const [d5, a5, b5, d6, e6, fSharp6] = [587.33, 880, 987.77, 1174.66, 1318.51, 1479.98] as const;

export const tones: { readonly [N in ToneName]: Tone } = {
  /** Two rising phrases and a pause: heard from another room, but not startling. */
  ringtone: {
    lengthMs: 3_200,
    repeats: true,
    touch: 'struck',
    notes: [
      ...sequence(0, 160, 620, 0.42, [d5, a5, d6, fSharp6]),
      ...sequence(900, 160, 620, 0.42, [d5, b5, e6, d6]),
      ...sequence(0, 900, 900, 0.16, [d5 / 2, d5 / 2]),
    ],
  },
  /** One second on, three off: the rhythm of most European telephones, with a softer chord. */
  ringback: {
    lengthMs: 4_000,
    repeats: true,
    touch: 'held',
    notes: [
      { atMs: 0, hz: 440, forMs: 1_000, loudness: 0.09 },
      { atMs: 0, hz: 554.37, forMs: 1_000, loudness: 0.06 },
    ],
  },
  /** The rhythm of a busy line, three times. */
  busy: {
    lengthMs: 1_500,
    repeats: false,
    touch: 'held',
    notes: sequence(0, 500, 240, 0.14, [425, 425, 425]),
  },
  // In a call everything rings: a fifth that opens upwards and closes downwards, and in between whatever leaves it open.
  /** A fifth up: the call is there. */
  connected: {
    lengthMs: 900,
    repeats: false,
    touch: 'rung',
    notes: [...sequence(0, 110, 700, 0.13, [d5, a5]), { atMs: 220, hz: d6, forMs: 650, loudness: 0.05 }],
  },
  /** The same fifth down, an octave lower. */
  ended: {
    lengthMs: 900,
    repeats: false,
    touch: 'rung',
    notes: sequence(0, 150, 700, 0.15, [a5 / 2, d5 / 2]),
  },
  /** A question: twice the same note, and no answer. */
  reconnecting: {
    lengthMs: 900,
    repeats: false,
    touch: 'rung',
    notes: sequence(0, 220, 600, 0.11, [e6 / 2, e6 / 2]),
  },
  /** The answer to it. */
  reconnected: {
    lengthMs: 800,
    repeats: false,
    touch: 'rung',
    notes: sequence(0, 110, 600, 0.11, [e6 / 2, a5]),
  },
  /** The fifth as a chord that sinks into the background. */
  held: {
    lengthMs: 1_000,
    repeats: false,
    touch: 'held',
    notes: [
      { atMs: 0, hz: a5 / 2, forMs: 480, loudness: 0.09 },
      { atMs: 0, hz: d5, forMs: 480, loudness: 0.06 },
      { atMs: 400, hz: d5 / 2, forMs: 560, loudness: 0.12 },
    ],
  },
  /** The first two notes of the ringtone, softly: somebody else is talking. */
  secondCall: {
    lengthMs: 4_000,
    repeats: true,
    touch: 'rung',
    notes: sequence(0, 180, 600, 0.07, [d5, a5]),
  },
  /** And comes back. */
  resumed: {
    lengthMs: 1_000,
    repeats: false,
    touch: 'held',
    notes: [
      { atMs: 0, hz: d5 / 2, forMs: 480, loudness: 0.12 },
      { atMs: 320, hz: a5 / 2, forMs: 600, loudness: 0.09 },
      { atMs: 320, hz: d5, forMs: 600, loudness: 0.06 },
    ],
  },
};

/** The samples of one period of a tone, from -1 to 1. It ends in silence, so that it repeats without a click. */
export function renderTone({ lengthMs, touch, notes }: Tone, sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.ceil((lengthMs / 1000) * sampleRate));
  for (const note of notes) addNote(samples, note, touch, sampleRate);
  return samples;
}

function addNote(samples: Float32Array, note: Note, touch: Tone['touch'], sampleRate: number): void {
  const first = Math.round((note.atMs / 1000) * sampleRate);
  const count = Math.min(Math.round((note.forMs / 1000) * sampleRate), samples.length - first);
  for (let index = 0; index < count; index += 1) {
    const seconds = index / sampleRate;
    const level =
      note.loudness * envelope(touch, seconds, note.forMs / 1000) * timbre(touch, note.hz, seconds);
    samples[first + index] = (samples[first + index] ?? 0) + level;
  }
}

/** Samples as a WAV file: a RIFF header, and one channel of 16 bits. */
export function wavOf(samples: Float32Array, sampleRate: number): Blob {
  const bytesPerSample = 2;
  const size = samples.length * bytesPerSample;
  const header = new DataView(new ArrayBuffer(44));
  const word = (at: number, letters: string): void =>
    [...letters].forEach((letter, index) => header.setUint8(at + index, letter.charCodeAt(0)));
  word(0, 'RIFF');
  header.setUint32(4, 36 + size, true);
  word(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * bytesPerSample, true);
  header.setUint16(32, bytesPerSample, true);
  header.setUint16(34, bytesPerSample * 8, true);
  word(36, 'data');
  header.setUint32(40, size, true);
  const values = Int16Array.from(samples, (sample) => Math.round(sample * 0x7fff));
  return new Blob([header, values], { type: 'audio/wav' });
}

/** A soft timbre: the pitch and faint overtones; at most 1. Those of a bell are no multiples of its pitch. */
function timbre(touch: Tone['touch'], hz: number, seconds: number): number {
  const phase = 2 * Math.PI * hz * seconds;
  if (touch !== 'rung')
    return 0.78 * Math.sin(phase) + 0.16 * Math.sin(2 * phase) + 0.06 * Math.sin(4 * phase);
  // The higher a partial of a bell, the sooner it is gone.
  const strike = 0.2 * Math.exp(-9 * seconds) * Math.sin(2.76 * phase);
  const glint = 0.1 * Math.exp(-22 * seconds) * Math.sin(5.4 * phase);
  return 0.66 * Math.sin(phase) + strike + glint;
}

/** Rises within some ms and falls to zero at the end, because a jump is heard as a click. */
function envelope(touch: Tone['touch'], seconds: number, length: number): number {
  const attack = touch === 'held' ? 0.06 : 0.006;
  const rise = Math.min(1, seconds / attack);
  const fall = Math.min(1, (length - seconds) / 0.04);
  const decay = touch === 'held' ? 1 : Math.exp(-6 * (seconds / length));
  return rise * fall * decay;
}
