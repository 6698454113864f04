import { expect, test } from 'vitest';
import { destinationNetwork } from './packet.ts';

/** The header of a packet from 198.18.1.1 to 198.19.0.10. */
const header = Uint8Array.of(0x45, 0, 0, 20, 0, 0, 0, 0, 64, 17, 0, 0, 198, 18, 1, 1, 198, 19, 0, 10);

test('a packet goes to the network of its destination', () => {
  expect(destinationNetwork(header)).toBe('198.19.0');
});

test('packets that are too short or IPv6 go nowhere', () => {
  expect(destinationNetwork(header.subarray(0, 19))).toBeUndefined();
  expect(destinationNetwork(Uint8Array.of(0x60, ...header.subarray(1)))).toBeUndefined();
  expect(destinationNetwork(Uint8Array.of())).toBeUndefined();
});
