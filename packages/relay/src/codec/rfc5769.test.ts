import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { attributes, field } from './attributes.ts';
import { encode } from './encode.ts';
import { longTermKey } from './integrity.ts';
import { hasValidIntegrity, parseMessage, valueOf, type Message } from './message.ts';

/*
 * The test vectors of RFC 5769, and the one of RFC 8489, appendix B.1, as corrected by erratum 6268.
 */

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
}

function parsed(raw: Buffer): Message {
  const message = parseMessage(raw);
  if (message === undefined) throw new Error('malformed');
  return message;
}

const shortTermKey = Buffer.from('VOkJxbRl1RmTxUk/WvJxBt');

const request = bytes(`
  00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
  80 22 00 10 53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74
  00 24 00 04 6e 00 01 ff
  80 29 00 08 93 2f f9 b1 51 26 3b 36
  00 06 00 09 65 76 74 6a 3a 68 36 76 59 20 20 20
  00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2
  80 28 00 04 e5 7a 3b cf`);

const responseIpv4 = bytes(`
  01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
  80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
  00 20 00 08 00 01 a1 47 e1 12 a6 43
  00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7
  80 28 00 04 c0 7d 4c 96`);

const responseIpv6 = bytes(`
  01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
  80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
  00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9
  00 08 00 14 a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41
  80 28 00 04 c8 fb 0b 4c`);

const longTermRequest = bytes(`
  00 01 00 60 21 12 a4 42 78 ad 34 33 c6 ad 72 c0 29 da 41 2e
  00 06 00 12 e3 83 9e e3 83 88 e3 83 aa e3 83 83 e3 82 af e3 82 b9 00 00
  00 15 00 1c 66 2f 2f 34 39 39 6b 39 35 34 64 36 4f 4c 33 34 6f 4c 39 46 53 54 76 79 36 34 73 41
  00 14 00 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00
  00 08 00 14 f6 70 24 65 6d d6 4a 3e 02 b8 e0 71 2e 85 c9 a2 8c a8 96 66`);

const sha256Request = bytes(`
  00 01 00 90 21 12 a4 42 78 ad 34 33 c6 ad 72 c0 29 da 41 2e
  00 1e 00 20 4a 3c f3 8f ef 69 92 bd a9 52 c6 78 04 17 da 0f 24 81 94 15 56 9e 60 b2 05 c4 6e 41 40 7f 17 04
  00 15 00 29 6f 62 4d 61 74 4a 6f 73 32 41 41 41 43 66 2f 2f 34 39 39 6b 39 35 34 64 36 4f 4c 33 34 6f 4c 39
  46 53 54 76 79 36 34 73 41 00 00 00
  00 14 00 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00
  00 1d 00 04 00 02 00 00
  00 1c 00 20 b5 c7 bf 00 5b 6c 52 a2 1c 51 c5 e8 92 f8 19 24 13 62 96 cb 92 7c 43 14 93 09 27 8c c6 51 8e 65`);

test('the request of section 2.1 is parsed, and its integrity is valid', () => {
  const message = parsed(request);
  expect(message).toMatchObject({ kind: 'request', method: 'binding' });
  expect(valueOf(message, attributes.username)).toBe('evtj:h6vY');
  expect(hasValidIntegrity(message, shortTermKey)).toBe(true);
  expect(hasValidIntegrity(message, Buffer.from('another'))).toBe(false);
  // PRIORITY is a required attribute that only ICE peers understand.
  expect(message.unknown).toEqual([0x0024]);
});

test.each([
  ['section 2.2', responseIpv4, { address: '192.0.2.1', port: 32_853 }],
  ['section 2.3', responseIpv6, { address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32_853 }],
])(
  'the response of %s is read, its address is unmasked, and its integrity is valid',
  (_section, raw, mapped) => {
    const message = parsed(raw);
    expect(message).toMatchObject({ kind: 'success', method: 'binding', unknown: [] });
    expect(valueOf(message, attributes.xorMappedAddress)).toEqual(mapped);
    expect(hasValidIntegrity(message, shortTermKey)).toBe(true);
  },
);

test.each([
  ['section 2.2', responseIpv4, { address: '192.0.2.1', port: 32_853 }],
  ['section 2.3', responseIpv6, { address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32_853 }],
])('the response of %s is encoded to the same bytes', (_section, raw, mapped) => {
  const software = { type: 0x8022, bytes: () => Buffer.from('test vector') };
  const written = encode({
    kind: 'success',
    method: 'binding',
    transactionId: raw.subarray(8, 20),
    fields: [software, field(attributes.xorMappedAddress, mapped)],
  });
  // The RFC pads with a space, this relay with zero, so MESSAGE-INTEGRITY and FINGERPRINT differ.
  const body = Buffer.from(raw.subarray(20, raw.length - 32));
  body[15] = 0;
  expect(written.subarray(20, written.length - 8)).toEqual(body);
});

test('the request with long-term credentials of section 2.4 is parsed, and its integrity is valid', () => {
  const message = parsed(longTermRequest);
  expect(valueOf(message, attributes.username)).toBe('マトリックス');
  expect(valueOf(message, attributes.realm)).toBe('example.org');
  expect(valueOf(message, attributes.nonce)).toBe('f//499k954d6OL34oL9FSTvy64sA');
  expect(hasValidIntegrity(message, longTermKey('マトリックス', 'example.org', 'TheMatrIX'))).toBe(true);
});

test('that request is encoded to the same bytes, except for its missing FINGERPRINT', () => {
  const written = encode({
    kind: 'request',
    method: 'binding',
    transactionId: longTermRequest.subarray(8, 20),
    fields: [
      field(attributes.username, 'マトリックス'),
      field(attributes.nonce, 'f//499k954d6OL34oL9FSTvy64sA'),
      field(attributes.realm, 'example.org'),
    ],
    integrityKey: { hash: 'sha1', key: longTermKey('マトリックス', 'example.org', 'TheMatrIX') },
  });
  expect(written.subarray(4, -8)).toEqual(longTermRequest.subarray(4));
  expect(written.readUInt16BE(2)).toBe(longTermRequest.readUInt16BE(2) + 8);
});

test('the request of RFC 8489 with SHA-256 is parsed, and its integrity is valid', () => {
  const message = parsed(sha256Request);
  const key = createHash('sha256').update('マトリックス:example.org:TheMatrIX').digest();
  expect(message.integrity?.hash).toBe('sha256');
  expect(hasValidIntegrity(message, key)).toBe(true);
});

test.each([
  ['request', request],
  ['IPv4 response', responseIpv4],
  ['IPv6 response', responseIpv6],
])('a change of any byte of the %s is detected', (_name, raw) => {
  const fingerprintAt = raw.length - 8;
  for (let index = 0; index < fingerprintAt; index += 1) {
    const forged = Buffer.from(raw);
    forged[index] = (forged[index] ?? 0) ^ 0x01;
    expect(parseMessage(forged), `byte ${index}`).toBeUndefined();
  }
});
