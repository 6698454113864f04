import { attributes, checkAttribute, type Attribute } from './attributes.ts';
import { headerBytes, kindOf, magicCookie, padded, type MessageClass, type Method } from './header.ts';
import { fingerprintOf, isValidIntegrity, type IntegrityHash } from './integrity.ts';

/** More than any client sends, so that a datagram full of empty attributes costs little. */
const maxAttributes = 64;
/** A response lists at most this many unknown attributes, so that it stays short. */
const maxUnknown = 16;

interface RawAttribute {
  readonly type: number;
  readonly value: Buffer;
}

interface MessageIntegrity {
  readonly hash: IntegrityHash;
  /** Offset of its attribute, which ends the covered part. */
  readonly at: number;
  readonly value: Buffer;
}

/** A well-formed STUN message; read its values with {@link valueOf}. */
export interface Message {
  readonly kind: MessageClass;
  readonly method: Method;
  readonly transactionId: Buffer;
  readonly raw: Buffer;
  /** Required attributes that the relay does not understand. */
  readonly unknown: readonly number[];
  /** The strongest integrity attribute. */
  readonly integrity: MessageIntegrity | undefined;
  readonly list: readonly RawAttribute[];
}

/**
 * Parses a datagram or a frame of a stream.
 *
 * @returns undefined if anything is malformed; the relay does not respond to such messages
 */
export function parseMessage(raw: Buffer): Message | undefined {
  if (raw.length < headerBytes || raw.readUInt32BE(4) !== magicCookie) return undefined;
  const length = raw.readUInt16BE(2);
  if (length % 4 !== 0 || headerBytes + length !== raw.length) return undefined;
  const kind = kindOf(raw.readUInt16BE(0));
  const transactionId = raw.subarray(8, headerBytes);
  const body = kind === undefined ? undefined : parseBody(raw, transactionId);
  return kind === undefined || body === undefined ? undefined : { ...kind, ...body, transactionId, raw };
}

type Body = Pick<Message, 'unknown' | 'integrity' | 'list'>;

/** What may follow: after an integrity attribute only a stronger one counts, and nothing may follow a FINGERPRINT. */
type Stage = 'open' | 'sha1' | 'sha256' | 'finished';

function parseBody(raw: Buffer, transactionId: Buffer): Body | undefined {
  const list: RawAttribute[] = [];
  const unknown: number[] = [];
  let integrity: MessageIntegrity | undefined;
  let stage: Stage = 'open';
  let count = 0;
  for (let at = headerBytes; at < raw.length; count += 1) {
    if (stage === 'finished' || count >= maxAttributes || at + 4 > raw.length) return undefined;
    const type = raw.readUInt16BE(at);
    const end = at + 4 + raw.readUInt16BE(at + 2);
    if (end > raw.length) return undefined;
    const value = raw.subarray(at + 4, end);
    const verdict = checkAttribute(type, value, transactionId);
    if (verdict === 'malformed') return undefined;
    if (type === attributes.fingerprint.type) {
      if (value.readUInt32BE() !== fingerprintOf(raw, at)) return undefined;
      stage = 'finished';
    } else if (type === attributes.messageIntegritySha256.type && stage !== 'sha256') {
      if (value.length % 4 !== 0) return undefined;
      integrity = { hash: 'sha256', at, value };
      stage = 'sha256';
    } else if (stage === 'open') {
      if (type === attributes.messageIntegrity.type) {
        integrity = { hash: 'sha1', at, value };
        stage = 'sha1';
      } else if (verdict === 'unknownRequired') {
        if (unknown.length < maxUnknown) unknown.push(type);
      } else list.push({ type, value });
    }
    at = padded(end);
  }
  return { list, unknown, integrity };
}

/** The first value of an attribute; undefined if the message lacks it. */
export function valueOf<T>(message: Message, attribute: Attribute<T>): T | undefined {
  const found = message.list.find(({ type }) => type === attribute.type);
  return found === undefined ? undefined : attribute.read(found.value, message.transactionId);
}

/** All values of an attribute that may be repeated. */
export function valuesOf<T>(message: Message, attribute: Attribute<T>): readonly T[] {
  return message.list
    .filter(({ type }) => type === attribute.type)
    .map(({ value }) => attribute.read(value, message.transactionId))
    .filter((value) => value !== undefined);
}

/** Whether the message's integrity attribute matches this key. */
export function hasValidIntegrity(message: Message, key: Buffer): boolean {
  const { integrity, raw } = message;
  return integrity !== undefined && isValidIntegrity(integrity.hash, key, raw, integrity.at, integrity.value);
}
