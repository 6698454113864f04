import { attributes, field, type Field } from './attributes.ts';
import { headerBytes, magicCookie, messageType, padded, type MessageClass, type Method } from './header.ts';
import { fingerprintOf, sealOf, type IntegrityHash } from './integrity.ts';

/** What a message is sealed with. */
export interface SealingKey {
  readonly hash: IntegrityHash;
  readonly key: Buffer;
}

const sealAttribute = {
  sha1: attributes.messageIntegrity,
  sha256: attributes.messageIntegritySha256,
} as const;
const sealBytes = { sha1: 20, sha256: 32 } as const;

/** What a message says, before it is bytes. */
export interface Draft {
  readonly kind: MessageClass;
  readonly method: Method;
  readonly transactionId: Buffer;
  readonly fields: readonly Field[];
  readonly sealing?: SealingKey | undefined;
}

/** Writes a message, sealed where a key is given, with a fingerprint. */
export function encode({ kind, method, transactionId, fields, sealing }: Draft): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(messageType(kind, method), 0);
  header.writeUInt32BE(magicCookie, 4);
  header.set(transactionId, 8);
  let plain: Buffer = header;
  for (const each of fields) plain = append(plain, each, transactionId);
  const sealed = sealing === undefined ? plain : withSeal(plain, sealing, transactionId);
  return append(sealed, field(attributes.fingerprint, fingerprintOf(sealed, sealed.length)), transactionId);
}

function withSeal(message: Buffer, { hash, key }: SealingKey, transactionId: Buffer): Buffer {
  const seal = sealOf(hash, key, message, message.length, sealBytes[hash]);
  return append(message, field(sealAttribute[hash], seal), transactionId);
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
