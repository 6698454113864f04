import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sampleRate = 48_000;
const bytesPerSample = 2;

/** A file that the browser can use as a microphone: `--use-file-for-fake-audio-capture`. It repeats. */
export interface MicrophoneFile {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/** A microphone without any signal. */
export function makeSilence(): Promise<MicrophoneFile> {
  return writeWave('silence', 1, () => 0);
}

/** A microphone into which somebody speaks, with pauses. */
export function makeSpeech(): Promise<MicrophoneFile> {
  return writeWave('speech', sentenceSeconds * 3, speechAt);
}

const sentenceSeconds = 3;

/** Vowels in a syllable each 220 ms, then a pause, from -1 to 1. */
function speechAt(seconds: number): number {
  const inSentence = seconds % sentenceSeconds;
  if (inSentence > 2.2) return 0;
  const syllable = Math.sin(Math.PI * ((inSentence / 0.22) % 1)) ** 2;
  const phase = 2 * Math.PI * 130 * seconds;
  const vowel = [1, 2, 3, 5].reduce((sum, n) => sum + Math.sin(n * phase + n) / n, 0);
  return 0.25 * syllable * vowel;
}

async function writeWave(
  name: string,
  seconds: number,
  sampleAt: (seconds: number) => number,
): Promise<MicrophoneFile> {
  const folder = await mkdtemp(join(tmpdir(), `ringback-${name}-`));
  const file = join(folder, `${name}.wav`);
  const samples = Buffer.alloc(seconds * sampleRate * bytesPerSample);
  for (let index = 0; index < seconds * sampleRate; index += 1)
    samples.writeInt16LE(Math.round(sampleAt(index / sampleRate) * 32_767), index * bytesPerSample);
  await writeFile(file, wave(samples));
  return { file, remove: () => rm(folder, { recursive: true }) };
}

/** A WAV file with one channel of 16-bit samples: the RIFF header and the chunks `fmt ` and `data`. */
function wave(samples: Buffer): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(8 * bytesPerSample, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
