import { formatIpv4, formatIpv6, parseIp, type Endpoint } from '../address/ip.ts';
import { magicCookie } from './header.ts';

/** XOR-…-ADDRESS attributes mask the address because some NATs rewrite addresses in payloads (RFC 8489, section 14.2). */
const cookieBytes = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const cookieTop = magicCookie >>> 16;

/** Reads the value of a XOR-…-ADDRESS attribute; undefined if it is malformed. */
export function readXorAddress(value: Buffer, transactionId: Buffer): Endpoint | undefined {
  if (value.length !== 8 && value.length !== 20) return undefined;
  const port = value.readUInt16BE(2) ^ cookieTop;
  const bytes = masked(value.subarray(4), transactionId);
  if (value[1] === 1 && value.length === 8) return { address: formatIpv4(bytes, 0), port };
  if (value[1] === 2 && value.length === 20) return { address: formatIpv6(bytes), port };
  return undefined;
}

/** Writes the value of a XOR-…-ADDRESS attribute. */
export function writeXorAddress({ address, port }: Endpoint, transactionId: Buffer): Buffer {
  const bytes = parseIp(address) ?? new Uint8Array(4);
  const value = Buffer.alloc(4 + bytes.length);
  value[1] = bytes.length === 4 ? 1 : 2;
  value.writeUInt16BE(port ^ cookieTop, 2);
  value.set(masked(bytes, transactionId), 4);
  return value;
}

function masked(bytes: Uint8Array, transactionId: Buffer): Uint8Array {
  return bytes.map(
    (byte, index) => byte ^ ((index < 4 ? cookieBytes[index] : transactionId[index - 4]) ?? 0),
  );
}
