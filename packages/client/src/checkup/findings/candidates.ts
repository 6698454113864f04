import type { AddressKind } from './finding.ts';

/** A local candidate, as far as the checks need it. */
export interface Candidate {
  readonly kind: AddressKind;
  readonly isIpv6: boolean;
  /** This machine's address and port as the STUN or TURN server saw them. */
  readonly seenAs?: string;
  /** The network interface, where the browser tells. */
  readonly network: string;
}

const kinds: Readonly<Record<string, AddressKind>> = { host: 'host', srflx: 'reflexive', relay: 'relayed' };

/**
 * Reads a `candidate` attribute (RFC 8839, section 5.1). The related address of a relayed candidate is the mapped address
 * of its allocation (section 5.1), which is what the relay saw.
 */
export function readCandidate(line: string): Candidate | undefined {
  const words = line.replace(/^candidate:/, '').split(' ');
  const [, , , , address = '', port = ''] = words;
  const kind = kinds[after(words, 'typ') ?? ''];
  if (kind === undefined || address === '') return undefined;
  const related = seen(after(words, 'raddr'), after(words, 'rport'));
  const seenAs = kind === 'reflexive' ? seen(address, port) : kind === 'relayed' ? related : undefined;
  return {
    kind,
    isIpv6: address.includes(':'),
    ...(seenAs !== undefined && { seenAs }),
    network: after(words, 'network-id') ?? '',
  };
}

function after(words: readonly string[], name: string): string | undefined {
  const index = words.indexOf(name);
  return index === -1 ? undefined : words[index + 1];
}

/** Browsers write an address that they hide as 0.0.0.0:0. */
function seen(address: string | undefined, port: string | undefined): string | undefined {
  const isHidden = address === undefined || port === undefined || port === '0' || port === '9';
  return isHidden ? undefined : `${address} ${port}`;
}

/** What the gathering shows of the way to the internet. */
export type Mapping =
  /** Every server sees the same address, so peers can reach it (RFC 4787, endpoint-independent mapping). */
  | 'same'
  /** Each server sees another one: only peers whose own network is open can connect. */
  | 'different'
  /** No server answered over UDP. */
  | 'none'
  /** Only one server answered, which does not tell. */
  | 'unknown';

/**
 * Compares how two ports of the relay see this machine. A browser gives a relayed candidate for each port that answers, and
 * reflexive ones only where they differ from what it knows. The best of several interfaces counts.
 */
export function mappingOf(candidates: readonly Candidate[]): Mapping {
  const outside = candidates.filter(({ kind }) => kind !== 'host');
  if (outside.length === 0) return 'none';
  const ways = Map.groupBy(outside, ({ network, seenAs = '' }) => `${network} ${seenAs.includes(':')}`);
  const mappings = [...ways.values()].map(mappingOfOne);
  return (
    mappings.find((each) => each === 'same') ?? mappings.find((each) => each === 'different') ?? 'unknown'
  );
}

function mappingOfOne(candidates: readonly Candidate[]): Mapping {
  const addresses = new Set(candidates.flatMap(({ seenAs }) => seenAs ?? []));
  // A browser that does not name the interface may also use a socket for each server (Firefox).
  if (addresses.size > 1) return candidates.every(({ network }) => network !== '') ? 'different' : 'unknown';
  const relayed = candidates.filter(({ kind, seenAs }) => kind === 'relayed' && seenAs !== undefined);
  return relayed.length > 1 ? 'same' : 'unknown';
}
