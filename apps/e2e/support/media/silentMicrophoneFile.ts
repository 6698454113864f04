import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sampleRate = 48_000;
const bytesPerSample = 2;

/** Writes a second of silence to a WAV file that the browser can use as a microphone. */
export async function makeSilence(): Promise<{
  readonly file: string;
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-silence-'));
  const file = join(folder, 'silence.wav');
  await writeFile(file, wave(Buffer.alloc(sampleRate * bytesPerSample)));
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
