import { parseIp } from './ip.ts';

/** A block of addresses. */
export interface Range {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

/**
 * Reads `address/bits`; an address alone is a block of one.
 *
 * @throws RangeError for anything else: a filter with a hole must not start
 */
export function parseRange(text: string): Range {
  const [address = '', prefix, ...rest] = text.trim().split('/');
  const bytes = parseIp(address);
  const most = (bytes?.length ?? 0) * 8;
  const bits = prefix === undefined ? most : Number(prefix);
  const isWhole = prefix === undefined || /^\d{1,3}$/.test(prefix);
  if (bytes === undefined || rest.length > 0 || !isWhole || bits > most) {
    throw new RangeError(`"${text}" is no address range; write it like 192.168.0.0/16 or fd00::/8.`);
  }
  return { bytes, bits };
}

/** Whether an address, as bytes, lies in a block. An IPv4 address lies in no IPv6 block. */
export function inRange(address: Uint8Array, { bytes, bits }: Range): boolean {
  if (address.length !== bytes.length) return false;
  for (let index = 0, left = bits; left > 0; index += 1, left -= 8) {
    const mask = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff;
    if ((((address[index] ?? 0) ^ (bytes[index] ?? 0)) & mask) !== 0) return false;
  }
  return true;
}

/**
 * No peer of a call lives here. IANA's special-purpose registries (RFC 6890 and its updates), multicast, and the
 * addresses at which clouds serve their metadata: 169.254.0.0/16 holds most of them, 100.64.0.0/10 and fc00::/7 two
 * more, and Azure's is a public address.
 */
const closedRanges: readonly Range[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
].map(parseRange);

/** Of IPv6 only this block is given out to hosts of the internet (RFC 4291); all else is closed. */
const globalUnicast = parseRange('2000::/3');

/** An IPv6 block whose addresses carry an IPv4 address, and where: mapped, compatible, NAT64, 6to4. */
const disguises: readonly { readonly range: Range; readonly offset: number }[] = [
  { range: parseRange('::ffff:0:0/96'), offset: 12 },
  { range: parseRange('::ffff:0:0:0/96'), offset: 12 },
  { range: parseRange('::/96'), offset: 12 },
  { range: parseRange('64:ff9b::/96'), offset: 12 },
  { range: parseRange('2002::/16'), offset: 2 },
];

/** The IPv4 address inside an IPv6 one, where the latter is only another way to write the former. */
export function undisguised(address: Uint8Array): Uint8Array {
  const found = disguises.find(({ range }) => inRange(address, range));
  return found === undefined ? address : address.subarray(found.offset, found.offset + 4);
}

/** Whether an address, out of its disguise, is one of a host on the public internet. */
export function isPublic(address: Uint8Array): boolean {
  if (closedRanges.some((range) => inRange(address, range))) return false;
  return address.length === 4 || inRange(address, globalUnicast);
}
