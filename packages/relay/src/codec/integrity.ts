import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { headerBytes } from './header.ts';

/** Which hash a message is sealed with: SHA-1 of RFC 5389, or SHA-256 of RFC 8489. */
export type IntegrityHash = 'sha1' | 'sha256';

/** Turns a CRC-32 of something else into one of a STUN message (RFC 8489, section 14.7). */
const fingerprintMask = 0x5354554e;

/** The key of long-term credentials (RFC 8489, section 9.2.2). */
export function longTermKey(username: string, realm: string, password: string): Buffer {
  return createHash('md5').update(`${username}:${realm}:${password}`).digest();
}

/**
 * The seal over a message up to an attribute, its length field counting that attribute as the last one.
 *
 * @param upTo where the attribute begins
 * @param valueBytes how long its value is
 */
export function sealOf(
  hash: IntegrityHash,
  key: Buffer,
  message: Buffer,
  upTo: number,
  valueBytes: number,
): Buffer {
  return createHmac(hash, key)
    .update(headWithLength(message, upTo, valueBytes))
    .update(message.subarray(4, upTo))
    .digest()
    .subarray(0, valueBytes);
}

/** The CRC over a message up to its FINGERPRINT, which is always the last attribute. */
export function fingerprintOf(message: Buffer, upTo: number): number {
  const crc = crc32(message.subarray(4, upTo), crc32(headWithLength(message, upTo, 4)));
  return (crc ^ fingerprintMask) >>> 0;
}

function headWithLength(message: Buffer, upTo: number, valueBytes: number): Buffer {
  const head = Buffer.from(message.subarray(0, 4));
  head.writeUInt16BE(upTo - headerBytes + 4 + valueBytes, 2);
  return head;
}

/** Whether a seal is right, told in the same time for every wrong one. */
export function isSealed(
  hash: IntegrityHash,
  key: Buffer,
  message: Buffer,
  upTo: number,
  seal: Buffer,
): boolean {
  return timingSafeEqual(sealOf(hash, key, message, upTo, seal.length), seal);
}
