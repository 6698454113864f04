import { describe, expect, test } from 'vitest';
import { attributes, field, type Field } from './attributes.ts';
import { encode, type Draft } from './encode.ts';
import { dataIndication, parseSend } from './indications.ts';
import { hasValidIntegrity, parseMessage, valueOf, valuesOf } from './message.ts';

const transactionId = Buffer.from('0123456789ab');
const key = Buffer.from('a key');
const plain: Draft = { kind: 'request', method: 'allocate', transactionId, fields: [] };

/** A message without a FINGERPRINT, which would detect every change. */
function withoutFingerprint(draft: Partial<Draft>): Buffer {
  const whole = Buffer.from(encode({ ...plain, ...draft }));
  const bytes = whole.subarray(0, -8);
  bytes.writeUInt16BE(bytes.length - 20, 2);
  return bytes;
}

function rawField(type: number, hex: string): Field {
  return { type, bytes: () => Buffer.from(hex, 'hex') };
}

describe('a message is malformed', () => {
  const good = withoutFingerprint({ fields: [field(attributes.lifetime, 60)] });
  const changed = (change: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.from(good);
    change(bytes);
    return bytes;
  };

  test.each<[string, Buffer]>([
    ['shorter than a header', good.subarray(0, 19)],
    ['empty', Buffer.alloc(0)],
    ['without the magic cookie', changed((bytes) => bytes.writeUInt32BE(1, 4))],
    ['longer than it says', Buffer.concat([good, Buffer.alloc(4)])],
    ['shorter than it says', good.subarray(0, -4)],
    ['of a length that is no multiple of four', changed((bytes) => bytes.writeUInt16BE(7, 2))],
    ['of an unknown method', changed((bytes) => bytes.writeUInt16BE(0x0fff, 0))],
    ['of RFC 6062, which is not served', changed((bytes) => bytes.writeUInt16BE(0x000a, 0))],
    ['with an attribute that extends past its end', changed((bytes) => bytes.writeUInt16BE(8, 22))],
    ['with a LIFETIME of 3 bytes', withoutFingerprint({ fields: [rawField(0x000d, '000001')] })],
    [
      'with an address of an unknown family',
      withoutFingerprint({ fields: [rawField(0x0012, '0003000101020304')] }),
    ],
    [
      'with an address that is too short',
      withoutFingerprint({ fields: [rawField(0x0012, '00010001010203')] }),
    ],
    ['with an empty user name', withoutFingerprint({ fields: [rawField(0x0006, '')] })],
    ['with a user name of 509 bytes', withoutFingerprint({ fields: [rawField(0x0006, '61'.repeat(509))] })],
    [
      'with a MESSAGE-INTEGRITY of 19 bytes',
      withoutFingerprint({ fields: [rawField(0x0008, '00'.repeat(19))] }),
    ],
    ['with a wrong fingerprint', withoutFingerprint({ fields: [rawField(0x8028, '00000000')] })],
    [
      'with an attribute after its FINGERPRINT',
      Buffer.concat([encode(plain), Buffer.from('8022000061', 'hex'), Buffer.alloc(3)]),
    ],
    [
      'with 65 attributes',
      withoutFingerprint({ fields: Array.from({ length: 65 }, () => rawField(0x8022, '')) }),
    ],
  ])('%s', (_name, raw) => {
    expect(parseMessage(raw)).toBeUndefined();
  });

  test('and the same message is valid without the flaw', () => {
    expect(parseMessage(good)).toMatchObject({ kind: 'request', method: 'allocate' });
  });
});

test('unknown optional attributes are ignored', () => {
  const message = parseMessage(
    encode({ ...plain, fields: [rawField(0x8099, 'ff'), field(attributes.lifetime, 5)] }),
  );
  expect(message?.unknown).toEqual([]);
  expect(message && valueOf(message, attributes.lifetime)).toBe(5);
});

test('at most sixteen unknown required attributes are listed', () => {
  const unknown = Array.from({ length: 20 }, (_, index) => rawField(0x7000 + index, ''));
  const message = parseMessage(encode({ ...plain, fields: unknown }));
  expect(message?.unknown).toEqual(Array.from({ length: 16 }, (_, index) => 0x7000 + index));
});

test('DONT-FRAGMENT counts as unknown', () => {
  expect(parseMessage(encode({ ...plain, fields: [rawField(0x001a, '')] }))?.unknown).toEqual([0x001a]);
});

test('the first of two equal attributes counts, and all of a list', () => {
  const peers = [
    { address: '1.2.3.4', port: 5 },
    { address: '2001:db8::1', port: 6 },
  ];
  const message = parseMessage(
    encode({ ...plain, fields: peers.map((peer) => field(attributes.xorPeerAddress, peer)) }),
  );
  expect(message && valueOf(message, attributes.xorPeerAddress)).toEqual(peers[0]);
  expect(message && valuesOf(message, attributes.xorPeerAddress)).toEqual(peers);
});

test('attributes after MESSAGE-INTEGRITY are ignored', () => {
  const signed = withoutFingerprint({ integrityKey: { hash: 'sha1', key } });
  const longer = Buffer.concat([signed, Buffer.from('000d000400000e10', 'hex')]);
  longer.writeUInt16BE(longer.length - 20, 2);
  const message = parseMessage(longer);
  expect(message && hasValidIntegrity(message, key)).toBe(true);
  expect(message && valueOf(message, attributes.lifetime)).toBeUndefined();
});

test.each(['sha1', 'sha256'] as const)('integrity by %s is valid only for its key', (hash) => {
  const message = parseMessage(encode({ ...plain, integrityKey: { hash, key } }));
  expect(message?.integrity?.hash).toBe(hash);
  expect(message && hasValidIntegrity(message, key)).toBe(true);
  expect(message && hasValidIntegrity(message, Buffer.from('no key'))).toBe(false);
});

test.each([
  { address: '198.51.100.7', port: 65_535 },
  { address: '2001:db8::ff:0:1', port: 1 },
])('a Data indication to $address can be read by the general parser', (peer) => {
  for (const length of [0, 1, 2, 3, 4, 1200]) {
    const payload = Buffer.alloc(length, 0xab);
    const message = parseMessage(dataIndication(peer, payload));
    expect(message).toMatchObject({ kind: 'indication', method: 'data' });
    expect(message && valueOf(message, attributes.xorPeerAddress)).toEqual(peer);
    expect(message && valueOf(message, attributes.data)).toEqual(payload);
  }
});

test('a Send indication is read; one that asks for DONT-FRAGMENT, or has no peer, is not', () => {
  const peer = { address: '198.51.100.7', port: 7 };
  const base = [field(attributes.xorPeerAddress, peer), field(attributes.data, Buffer.from('hello'))];
  const send = (fields: readonly Field[]) =>
    parseSend(encode({ kind: 'indication', method: 'send', transactionId, fields }));
  expect(send(base)).toEqual({ peer, payload: Buffer.from('hello') });
  expect(send([...base, rawField(0x001a, '')])).toBeUndefined();
  expect(send(base.slice(1))).toBeUndefined();
  expect(send(base.slice(0, 1))).toBeUndefined();
});
