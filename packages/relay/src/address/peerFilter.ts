import { formatIpv4, formatIpv6, parseIp } from './ip.ts';
import { inRange, isPublic, parseRange, unwrapMappedAddress, type Range } from './ranges.ts';

/** Bounds the cache: an address costs about 100 bytes, and a call has few peers. */
const maxCachedVerdicts = 4096;

/**
 * Decides to which addresses packets may leave this process: public ones, and the configured ranges. Packets for
 * allocations of this relay never leave the process, so the filter does not apply to them.
 */
export class PeerFilter {
  readonly #allowed: readonly Range[];
  #hostAddresses: ReadonlySet<string> = new Set();
  readonly #verdicts = new Map<string, boolean>();

  /** @param allowPeers ranges such as `10.0.0.0/8` that are always allowed */
  constructor(allowPeers: readonly string[]) {
    this.#allowed = allowPeers.map(parseRange);
  }

  /** Sets this machine's addresses, which are refused because local services may trust packets from this machine. */
  setHostAddresses(addresses: Iterable<string>): void {
    this.#hostAddresses = new Set(addresses);
    this.#verdicts.clear();
  }

  /** Whether a packet for this address may leave. On the hot path: called for every packet. */
  allows(address: string): boolean {
    const known = this.#verdicts.get(address);
    if (known !== undefined) return known;
    const verdict = this.#decide(address);
    if (this.#verdicts.size >= maxCachedVerdicts) this.#verdicts.clear();
    this.#verdicts.set(address, verdict);
    return verdict;
  }

  #decide(address: string): boolean {
    const written = parseIp(address);
    if (written === undefined) return false;
    const unwrapped = unwrapMappedAddress(written);
    if (this.#allowed.some((range) => inRange(written, range) || inRange(unwrapped, range))) return true;
    const plain = unwrapped.length === 4 ? formatIpv4(unwrapped, 0) : formatIpv6(unwrapped);
    return isPublic(unwrapped) && !this.#hostAddresses.has(plain);
  }
}
