import { expect, test } from 'vitest';
import { channelFrame } from './channelData.ts';
import { encode } from './encode.ts';
import { Framer } from './framer.ts';

const message = encode({
  kind: 'request',
  method: 'binding',
  transactionId: Buffer.alloc(12, 5),
  fields: [],
});
const frames = [
  message,
  channelFrame(0x4001, Buffer.from('hello'), 3),
  channelFrame(0x4002, Buffer.alloc(0), 0),
  message,
];
const stream = Buffer.concat(frames);

function cut(chunks: readonly Buffer[], maxBytes = 70_000): { seen: Buffer[]; isWhole: boolean } {
  const framer = new Framer();
  const seen: Buffer[] = [];
  const handle = (frame: Buffer): boolean => {
    seen.push(Buffer.from(frame));
    return true;
  };
  const isWhole = chunks.every((chunk) => framer.push(chunk, () => maxBytes, handle));
  return { seen, isWhole };
}

test('a stream cut at any byte gives the same frames', () => {
  for (let at = 0; at <= stream.length; at += 1) {
    const { seen } = cut([stream.subarray(0, at), stream.subarray(at)]);
    expect(seen, `cut at ${at}`).toEqual(frames);
  }
});

test('a stream that arrives byte by byte gives the same frames', () => {
  const { seen } = cut(Array.from(stream, (byte) => Buffer.from([byte])));
  expect(seen).toEqual(frames);
});

test('a frame waits for its padding', () => {
  const frame = channelFrame(0x4001, Buffer.from('hello'), 3);
  expect(cut([frame.subarray(0, -1)]).seen).toEqual([]);
});

test.each([
  ['does not begin with a frame', Buffer.from([0x20, 0, 0, 0])],
  ['is an HTTP request', Buffer.from('GET / HTTP/1.1\r\n')],
  ['is a TLS handshake', Buffer.from([0x16, 3, 1, 2, 0])],
  ['has a message of odd length', Buffer.from([0, 1, 0, 3])],
])('a stream that %s is broken', (_name, bytes) => {
  expect(cut([bytes], 2048).isWhole).toBe(false);
});

test('a frame with too large a length breaks the stream before it is buffered', () => {
  expect(cut([Buffer.from([0x40, 1, 0xff, 0xff])], 2048).isWhole).toBe(false);
});

test('the frame callback can stop the stream', () => {
  const framer = new Framer();
  let count = 0;
  const handle = (): boolean => {
    count += 1;
    return count < 2;
  };
  expect(framer.push(stream, () => 70_000, handle)).toBe(false);
  expect(count).toBe(2);
});
