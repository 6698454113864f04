import { attributes, field, type Field } from './attributes.ts';
import { headerBytes, magicCookie, messageType, padded, type MessageClass, type Method } from './header.ts';
import { fingerprintOf, integrityOf, type IntegrityHash } from './integrity.ts';

/** The key and hash for MESSAGE-INTEGRITY. */
export interface IntegrityKey {
  readonly hash: IntegrityHash;
  readonly key: Buffer;
}

const integrityAttribute = {
  sha1: attributes.messageIntegrity,
  sha256: attributes.messageIntegritySha256,
} as const;
const integrityBytes = { sha1: 20, sha256: 32 } as const;

/** The content of a message to be encoded. */
export interface Draft {
  readonly kind: MessageClass;
  readonly method: Method;
  readonly transactionId: Buffer;
  readonly fields: readonly Field[];
  readonly integrityKey?: IntegrityKey | undefined;
}

/** Encodes a message with a FINGERPRINT, and with MESSAGE-INTEGRITY if there is a key. */
export function encode({ kind, method, transactionId, fields, integrityKey }: Draft): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(messageType(kind, method), 0);
  header.writeUInt32BE(magicCookie, 4);
  header.set(transactionId, 8);
  let plain: Buffer = header;
  for (const each of fields) plain = append(plain, each, transactionId);
  const secured = integrityKey === undefined ? plain : withIntegrity(plain, integrityKey, transactionId);
  return append(
    secured,
    field(attributes.fingerprint, fingerprintOf(secured, secured.length)),
    transactionId,
  );
}

function withIntegrity(message: Buffer, { hash, key }: IntegrityKey, transactionId: Buffer): Buffer {
  const mac = integrityOf(hash, key, message, message.length, integrityBytes[hash]);
  return append(message, field(integrityAttribute[hash], mac), transactionId);
}

function append(message: Buffer, { type, bytes }: Field, transactionId: Buffer): Buffer {
  const value = bytes(transactionId);
  const longer = Buffer.alloc(message.length + 4 + padded(value.length));
  longer.set(message);
  longer.writeUInt16BE(type, message.length);
  longer.writeUInt16BE(value.length, message.length + 2);
  longer.set(value, message.length + 4);
  longer.writeUInt16BE(longer.length - headerBytes, 2);
  return longer;
}
