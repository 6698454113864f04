import { isIP } from 'node:net';

export type Family = 4 | 6;

/** A transport address. The address is spelled as Node writes it, so that strings can be compared. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export function familyOf(address: string): Family {
  return address.includes(':') ? 6 : 4;
}

/**
 * Parses an address into its 4 or 16 bytes.
 *
 * @returns undefined if the text is not an address
 */
export function parseIp(text: string): Uint8Array | undefined {
  const [bare = ''] = text.split('%');
  switch (isIP(bare)) {
    case 4:
      return Uint8Array.from(bare.split('.'), Number);
    case 6:
      return parseIpv6(bare);
    default:
      return undefined;
  }
}

function parseIpv6(text: string): Uint8Array {
  const [head = '', tail] = text.split('::');
  const front = bytesOfGroups(head);
  const back = bytesOfGroups(tail ?? '');
  const bytes = new Uint8Array(16);
  bytes.set(front);
  bytes.set(back, 16 - back.length);
  return bytes;
}

function bytesOfGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** Formats the four bytes at an offset. */
export function formatIpv4(bytes: Uint8Array, offset: number): string {
  return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;
}

/** Formats sixteen bytes as inet_ntop does, so that the text equals what a socket reports. */
export function formatIpv6(bytes: Uint8Array): string {
  if (bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff) {
    return `::ffff:${formatIpv4(bytes, 12)}`;
  }
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}

/**
 * The network for which a client is counted: an IPv4 address, or the /64 of an IPv6 one, because a host may use every
 * address of its /64.
 */
export function networkOf(address: string): string {
  const bytes = address.includes(':') ? parseIp(address) : undefined;
  return bytes === undefined ? address : `${Buffer.from(bytes.subarray(0, 8)).toString('hex')}/64`;
}

/** An address in Node's spelling, with IPv4 unwrapped from its mapped form and without a scope; undefined for other text. */
export function canonicalIp(text: string): string | undefined {
  const bytes = parseIp(text);
  if (bytes === undefined) return undefined;
  const canonical = bytes.length === 4 ? formatIpv4(bytes, 0) : formatIpv6(bytes);
  return canonical.startsWith('::ffff:') && canonical.includes('.') ? canonical.slice(7) : canonical;
}
