const samplesPerSecond = 8_000;
/** The middle between loud one way and loud the other, in one byte. */
const nothing = 128;

/** Seconds of silence that a browser can play: a WAV file of one channel, one byte for each sample. */
export function silence(seconds: number): Blob {
  const samples = new Uint8Array(seconds * samplesPerSecond).fill(nothing);
  const header = new DataView(new ArrayBuffer(44));
  const write = (at: number, word: string): void =>
    [...word].forEach((letter, index) => header.setUint8(at + index, letter.charCodeAt(0)));
  write(0, 'RIFF');
  header.setUint32(4, 36 + samples.length, true);
  write(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, samplesPerSecond, true);
  header.setUint32(28, samplesPerSecond, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  write(36, 'data');
  header.setUint32(40, samples.length, true);
  return new Blob([header, samples], { type: 'audio/wav' });
}
