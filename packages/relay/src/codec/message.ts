import { attributes, judgeAttribute, type Attribute } from './attributes.ts';
import { headerBytes, kindOf, magicCookie, padded, type MessageClass, type Method } from './header.ts';
import { fingerprintOf, isSealed, type IntegrityHash } from './integrity.ts';

/** More attributes than any client sends; a datagram full of empty ones must not keep the relay busy. */
const mostAttributes = 64;
/** As many unknown attributes as an answer names, so that it stays short. */
const mostUnknown = 16;

interface RawAttribute {
  readonly type: number;
  readonly value: Buffer;
}

interface Seal {
  readonly hash: IntegrityHash;
  /** Where its attribute begins: what it covers ends there. */
  readonly at: number;
  readonly value: Buffer;
}

/** A STUN message whose form is right in every part; its values are read with {@link valueOf}. */
export interface Message {
  readonly kind: MessageClass;
  readonly method: Method;
  readonly transactionId: Buffer;
  readonly raw: Buffer;
  /** Attributes that must be understood and are not. */
  readonly unknown: readonly number[];
  /** The strongest seal on it. */
  readonly seal: Seal | undefined;
  readonly list: readonly RawAttribute[];
}

/**
 * Reads a whole datagram, or a whole frame of a stream, as one message.
 *
 * @returns undefined for what is malformed in any way, which is never answered
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

type Body = Pick<Message, 'unknown' | 'seal' | 'list'>;

/** What may still follow: nothing counts behind a seal but a stronger seal, and nothing at all behind a fingerprint. */
type Stage = 'open' | 'sealed' | 'strongly sealed' | 'finished';

function parseBody(raw: Buffer, transactionId: Buffer): Body | undefined {
  const list: RawAttribute[] = [];
  const unknown: number[] = [];
  let seal: Seal | undefined;
  let stage: Stage = 'open';
  let count = 0;
  for (let at = headerBytes; at < raw.length; count += 1) {
    if (stage === 'finished' || count >= mostAttributes || at + 4 > raw.length) return undefined;
    const type = raw.readUInt16BE(at);
    const end = at + 4 + raw.readUInt16BE(at + 2);
    if (end > raw.length) return undefined;
    const value = raw.subarray(at + 4, end);
    const verdict = judgeAttribute(type, value, transactionId);
    if (verdict === 'malformed') return undefined;
    if (type === attributes.fingerprint.type) {
      if (value.readUInt32BE() !== fingerprintOf(raw, at)) return undefined;
      stage = 'finished';
    } else if (type === attributes.messageIntegritySha256.type && stage !== 'strongly sealed') {
      if (value.length % 4 !== 0) return undefined;
      seal = { hash: 'sha256', at, value };
      stage = 'strongly sealed';
    } else if (stage === 'open') {
      if (type === attributes.messageIntegrity.type) {
        seal = { hash: 'sha1', at, value };
        stage = 'sealed';
      } else if (verdict === 'mustBeKnown') {
        if (unknown.length < mostUnknown) unknown.push(type);
      } else list.push({ type, value });
    }
    at = padded(end);
  }
  return { list, unknown, seal };
}

/** The first value of an attribute, if the message has it. */
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

/** Whether the message's seal was made with this key. */
export function isSealedWith(message: Message, key: Buffer): boolean {
  const { seal, raw } = message;
  return seal !== undefined && isSealed(seal.hash, key, raw, seal.at, seal.value);
}
