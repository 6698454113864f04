import { parseIp } from './ip.ts';

export interface Range {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

/**
 * Parses `address/bits`; an address alone is a range of one.
 *
 * @throws RangeError for anything else, because a filter with a typo would be a security hole
 */
export function parseRange(text: string): Range {
  const [address = '', prefix, ...rest] = text.trim().split('/');
  const bytes = parseIp(address);
  const max = (bytes?.length ?? 0) * 8;
  const bits = prefix === undefined ? max : Number(prefix);
  const isWhole = prefix === undefined || /^\d{1,3}$/.test(prefix);
  if (bytes === undefined || rest.length > 0 || !isWhole || bits > max) {
    throw new RangeError(`"${text}" is no address range; write it like 192.168.0.0/16 or fd00::/8.`);
  }
  return { bytes, bits };
}

/** Whether an address, as bytes, is in a range. An IPv4 address is in no IPv6 range. */
export function inRange(address: Uint8Array, { bytes, bits }: Range): boolean {
  if (address.length !== bytes.length) return false;
  for (let index = 0, left = bits; left > 0; index += 1, left -= 8) {
    const mask = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff;
    if ((((address[index] ?? 0) ^ (bytes[index] ?? 0)) & mask) !== 0) return false;
  }
  return true;
}

/**
 * Ranges without peers of calls: IANA's special-purpose registries (RFC 6890 and its updates), multicast, and the metadata
 * services of clouds. Most of the latter are in 169.254.0.0/16, two in 100.64.0.0/10 and fc00::/7, and Azure's is public.
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

/** The only IPv6 range for hosts of the internet (RFC 4291); all others are refused. */
const globalUnicast = parseRange('2000::/3');

/** IPv6 ranges whose addresses contain an IPv4 address at an offset: mapped, translated, compatible, NAT64, 6to4. */
const wrappedRanges: readonly { readonly range: Range; readonly offset: number }[] = [
  { range: parseRange('::ffff:0:0/96'), offset: 12 },
  { range: parseRange('::ffff:0:0:0/96'), offset: 12 },
  { range: parseRange('::/96'), offset: 12 },
  { range: parseRange('64:ff9b::/96'), offset: 12 },
  { range: parseRange('2002::/16'), offset: 2 },
];

/** The IPv4 address inside a mapped, translated, compatible, NAT64 or 6to4 address; other addresses unchanged. */
export function unwrapMappedAddress(address: Uint8Array): Uint8Array {
  const found = wrappedRanges.find(({ range }) => inRange(address, range));
  return found === undefined ? address : address.subarray(found.offset, found.offset + 4);
}

/** Whether an unwrapped address is on the public internet. */
export function isPublic(address: Uint8Array): boolean {
  if (closedRanges.some((range) => inRange(address, range))) return false;
  return address.length === 4 || inRange(address, globalUnicast);
}
