import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { headerBytes } from './header.ts';

/** The hash of MESSAGE-INTEGRITY: SHA-1 in RFC 5389, SHA-256 in RFC 8489. */
export type IntegrityHash = 'sha1' | 'sha256';

/** XORed into the CRC-32 of a FINGERPRINT (RFC 8489, section 14.7). */
const fingerprintMask = 0x5354554e;

/** The key of long-term credentials (RFC 8489, section 9.2.2). */
export function longTermKey(username: string, realm: string, password: string): Buffer {
  return createHash('md5').update(`${username}:${realm}:${password}`).digest();
}

/**
 * The HMAC over a message up to its integrity attribute, with a length field that ends at that attribute.
 *
 * @param upTo where the attribute begins
 * @param valueBytes the length of its value
 */
export function integrityOf(
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

/** Compares in constant time. */
export function isValidIntegrity(
  hash: IntegrityHash,
  key: Buffer,
  message: Buffer,
  upTo: number,
  mac: Buffer,
): boolean {
  return timingSafeEqual(integrityOf(hash, key, message, upTo, mac.length), mac);
}
