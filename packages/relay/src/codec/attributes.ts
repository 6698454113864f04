import type { Endpoint } from '../address/ip.ts';
import { readXorAddress, writeXorAddress } from './xorAddress.ts';

/** A kind of attribute: its type number, and how to read and write its value. */
export interface Attribute<T> {
  readonly type: number;
  /** @returns undefined for a malformed value */
  readonly read: (value: Buffer, transactionId: Buffer) => T | undefined;
  readonly write: (value: T, transactionId: Buffer) => Buffer;
}

/** An attribute with a value, ready to be written into a message. */
export interface Field {
  readonly type: number;
  readonly bytes: (transactionId: Buffer) => Buffer;
}

export function field<T>(attribute: Attribute<T>, value: T): Field {
  return { type: attribute.type, bytes: (transactionId) => attribute.write(value, transactionId) };
}

function bytes(type: number, min: number, max: number): Attribute<Buffer> {
  return {
    type,
    read: (value) => (value.length >= min && value.length <= max ? value : undefined),
    write: (value) => value,
  };
}

function text(type: number, maxBytes: number): Attribute<string> {
  return {
    type,
    read: (value) => (value.length > 0 && value.length <= maxBytes ? value.toString('utf8') : undefined),
    write: (value) => Buffer.from(value, 'utf8'),
  };
}

function uint32(type: number): Attribute<number> {
  return {
    type,
    read: (value) => (value.length === 4 ? value.readUInt32BE() : undefined),
    write: (value) => {
      const buffer = Buffer.alloc(4);
      buffer.writeUInt32BE(value);
      return buffer;
    },
  };
}

/** One byte followed by three reserved ones. */
function octet(type: number): Attribute<number> {
  return {
    type,
    read: (value) => (value.length === 4 ? value[0] : undefined),
    write: (value) => Buffer.from([value, 0, 0, 0]),
  };
}

function xorAddress(type: number): Attribute<Endpoint> {
  return { type, read: readXorAddress, write: writeXorAddress };
}

function uint16List(type: number): Attribute<readonly number[]> {
  return {
    type,
    read: (value) =>
      value.length % 2 === 0
        ? Array.from({ length: value.length / 2 }, (_, index) => value.readUInt16BE(2 * index))
        : undefined,
    write: (values) => Buffer.from(values.flatMap((each) => [each >> 8, each & 0xff])),
  };
}

/** Error codes that the relay sends, with their reason phrases (RFC 8489 and RFC 8656, section 19). */
export const errorReasons = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  420: 'Unknown Attribute',
  437: 'Allocation Mismatch',
  438: 'Stale Nonce',
  440: 'Address Family not Supported',
  441: 'Wrong Credentials',
  442: 'Unsupported Transport Protocol',
  443: 'Peer Address Family Mismatch',
  486: 'Allocation Quota Reached',
  508: 'Insufficient Capacity',
} as const;

export type ErrorCode = keyof typeof errorReasons;

/** The value of an ERROR-CODE attribute. */
export interface WireError {
  readonly code: number;
  readonly reason: string;
}

const errorCode: Attribute<WireError> = {
  type: 0x0009,
  read: (value) =>
    value.length >= 4
      ? {
          code: ((value[2] ?? 0) & 7) * 100 + (value[3] ?? 0),
          reason: value.subarray(4).toString('utf8'),
        }
      : undefined,
  write: ({ code, reason }) =>
    Buffer.concat([Buffer.from([0, 0, Math.floor(code / 100), code % 100]), Buffer.from(reason, 'utf8')]),
};

/** Why a dual allocation lacks the second address family (RFC 8656, section 18.10). */
const addressErrorCode: Attribute<WireError & { readonly family: number }> = {
  type: 0x8001,
  read: (value) => {
    const error = errorCode.read(value, value);
    return error === undefined ? undefined : { ...error, family: value[0] ?? 0 };
  },
  write: ({ family, ...error }) => {
    const value = errorCode.write(error, Buffer.alloc(0));
    value[0] = family;
    return value;
  },
};

const channelNumber: Attribute<number> = {
  type: 0x000c,
  read: (value) => (value.length === 4 ? value.readUInt16BE() : undefined),
  write: (value) => Buffer.from([value >> 8, value & 0xff, 0, 0]),
};

/** True requests a reservation of the next higher port (RFC 8656, section 18.6). */
const evenPort: Attribute<boolean> = {
  type: 0x0018,
  read: (value) => (value.length === 1 ? ((value[0] ?? 0) & 0x80) !== 0 : undefined),
  write: (value) => Buffer.from([value ? 0x80 : 0]),
};

/**
 * Every attribute that the relay understands (RFC 8489, section 14; RFC 8656, section 18). Length limits of texts are
 * those of the RFCs. DONT-FRAGMENT (0x001a) is missing on purpose: Node's sockets cannot set that bit per packet, so the
 * server must treat the attribute as unknown (RFC 8656, section 7.2).
 */
export const attributes = {
  username: text(0x0006, 508),
  messageIntegrity: bytes(0x0008, 20, 20),
  errorCode,
  unknownAttributes: uint16List(0x000a),
  channelNumber,
  lifetime: uint32(0x000d),
  xorPeerAddress: xorAddress(0x0012),
  data: bytes(0x0013, 0, 65_535),
  realm: text(0x0014, 763),
  nonce: text(0x0015, 763),
  xorRelayedAddress: xorAddress(0x0016),
  requestedAddressFamily: octet(0x0017),
  evenPort,
  requestedTransport: octet(0x0019),
  messageIntegritySha256: bytes(0x001c, 16, 32),
  xorMappedAddress: xorAddress(0x0020),
  reservationToken: bytes(0x0022, 8, 8),
  additionalAddressFamily: octet(0x8000),
  addressErrorCode,
  fingerprint: uint32(0x8028),
} as const;

/** Whether a value can be read. */
type Check = (value: Buffer, transactionId: Buffer) => boolean;

function checkOf<T>({ type, read }: Attribute<T>): [number, Check] {
  return [type, (value, transactionId) => read(value, transactionId) !== undefined];
}

const { username, messageIntegrity, unknownAttributes, lifetime, xorPeerAddress, data, realm, nonce } =
  attributes;
const { xorRelayedAddress, requestedAddressFamily, requestedTransport, messageIntegritySha256 } = attributes;
const { xorMappedAddress, reservationToken, additionalAddressFamily, fingerprint } = attributes;

const checks: ReadonlyMap<number, Check> = new Map([
  ...[username, realm, nonce].map(checkOf),
  ...[messageIntegrity, messageIntegritySha256, data, reservationToken].map(checkOf),
  ...[lifetime, fingerprint, channelNumber].map(checkOf),
  ...[requestedAddressFamily, requestedTransport, additionalAddressFamily].map(checkOf),
  ...[xorPeerAddress, xorRelayedAddress, xorMappedAddress].map(checkOf),
  checkOf(errorCode),
  checkOf(addressErrorCode),
  checkOf(unknownAttributes),
  checkOf(evenPort),
]);

/** Checks an attribute by itself. Types below 0x8000 must be understood (RFC 8489, section 14). */
export function checkAttribute(
  type: number,
  value: Buffer,
  transactionId: Buffer,
): 'valid' | 'malformed' | 'unknownRequired' {
  const check = checks.get(type);
  if (check === undefined) return type < 0x8000 ? 'unknownRequired' : 'valid';
  return check(value, transactionId) ? 'valid' : 'malformed';
}

/** An ERROR-CODE with its reason phrase. */
export function errorField(code: ErrorCode): Field {
  return field(errorCode, { code, reason: errorReasons[code] });
}
