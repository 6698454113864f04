import type { Endpoint } from '../address/ip.ts';
import { errorReasons, type ErrorCode } from './errorCodes.ts';
import { readXorAddress, writeXorAddress } from './xorAddress.ts';

/** One kind of attribute: its number, and how its value is read and written. */
export interface Attribute<T> {
  readonly type: number;
  /** Undefined for a malformed value. */
  readonly read: (value: Buffer, transactionId: Buffer) => T | undefined;
  readonly write: (value: T, transactionId: Buffer) => Buffer;
}

/** An attribute with its value, to be written into a message. */
export interface Field {
  readonly type: number;
  readonly bytes: (transactionId: Buffer) => Buffer;
}

/** Puts a value into an attribute. */
export function field<T>(attribute: Attribute<T>, value: T): Field {
  return { type: attribute.type, bytes: (transactionId) => attribute.write(value, transactionId) };
}

function bytes(type: number, least: number, most: number): Attribute<Buffer> {
  return {
    type,
    read: (value) => (value.length >= least && value.length <= most ? value : undefined),
    write: (value) => value,
  };
}

function text(type: number, mostBytes: number): Attribute<string> {
  return {
    type,
    read: (value) => (value.length > 0 && value.length <= mostBytes ? value.toString('utf8') : undefined),
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

/** One byte, and three that mean nothing yet. */
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

/** An error as it travels. */
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

/** For the second family of a dual allocation: which one, and why not (RFC 8656, section 18.10). */
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

/** True asks that the next higher port be kept for later (RFC 8656, section 18.6). */
const evenPort: Attribute<boolean> = {
  type: 0x0018,
  read: (value) => (value.length === 1 ? ((value[0] ?? 0) & 0x80) !== 0 : undefined),
  write: (value) => Buffer.from([value ? 0x80 : 0]),
};

/**
 * Every attribute that the relay understands (RFC 8489, section 14; RFC 8656, section 18). Limits of texts are the
 * RFCs'. DONT-FRAGMENT (0x001a) is missing on purpose: sockets here cannot set that bit packet by packet, and a server
 * that cannot must answer as to an attribute it does not know (RFC 8656, section 7.2).
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

/** Reads a value only to see whether it can be read. */
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

/** What can be said of an attribute without knowing the message: below 0x8000 it must be understood. */
export function judgeAttribute(
  type: number,
  value: Buffer,
  transactionId: Buffer,
): 'fine' | 'malformed' | 'mustBeKnown' {
  const check = checks.get(type);
  if (check === undefined) return type < 0x8000 ? 'mustBeKnown' : 'fine';
  return check(value, transactionId) ? 'fine' : 'malformed';
}

/** An error with the words that belong to it. */
export function errorField(code: ErrorCode): Field {
  return field(errorCode, { code, reason: errorReasons[code] });
}
