import { expect, test } from 'vitest';
import { completeWebm } from './completeWebm.ts';

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const header = '1a45dfa3 84 42868101';
const open = '01ffffffffffffff';
const info = '1549a966 8e 2ad7b1830f4240 4489 84 00000000';
const audio = 'ae 86 d78101 838102';
const tracks = `1654ae6b 88 ${audio}`;
const block = (time: string): string => `a3 86 81 ${time} 80 aabb`;

/** As Firefox writes it: one cluster, and nothing says where anything ends. */
const live = bytesOf(
  `${header} 18538067 ${open} 114d9b74 80 ${info} ${tracks} 1f43b675 ${open} e78100 ${block('0000')} ${block('0014')}`,
);

test('a recording that is written like a live stream gets its length, an index, and all sizes', () => {
  const whole = hexOf(completeWebm(live, 2_950));
  const length = new DataView(new ArrayBuffer(8));
  length.setFloat64(0, 2_950);
  expect(whole).not.toContain(open);
  expect(whole).toContain(`44890100000000000008${hexOf(new Uint8Array(length.buffer))}`);
  // The index is at the end, and the start of the file says where.
  const segmentData = whole.indexOf('18538067') / 2 + 12;
  const position = Number.parseInt(/53ac0100000000000008([0-9a-f]{16})/.exec(whole)?.[1] ?? '', 16);
  expect(whole.slice(2 * (segmentData + position))).toMatch(/^1c53bb6b/);
  const cluster = Number.parseInt(/f10100000000000008([0-9a-f]{16})$/.exec(whole)?.[1] ?? '', 16);
  expect(whole.slice(2 * (segmentData + cluster))).toMatch(/^1f43b675/);
  expect(whole).toContain(hexOf(bytesOf(`${block('0000')} ${block('0014')}`)));
});

test('each cluster of a recording with several is in the index', () => {
  const two = bytesOf(`${hexOf(live)} 1f43b675 ${open} e782 0400 ${block('0000')}`);
  const whole = hexOf(completeWebm(two, 2_000));
  expect(whole.match(/1f43b675/g)).toHaveLength(2);
  expect(whole).toContain(`b301000000000000080000000000000400`);
});

test('a recording that is complete stays as it is', () => {
  const whole = completeWebm(live, 2_950);
  expect(completeWebm(whole, 1)).toBe(whole);
});

test.each([
  ['nothing', ''],
  ['another format', '4f676753 0002'],
  ['half a header', '1a45df'],
  ['a file that ends in the middle of a size', `${header} 18538067 01ff`],
  ['a segment without media', `${header} 18538067 ${open} ${info} ${tracks}`],
])('%s stays as it is', (_, hex) => {
  const bytes = bytesOf(hex);
  expect(completeWebm(bytes, 1_000)).toBe(bytes);
});
