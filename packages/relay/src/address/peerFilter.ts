import { formatIpv4, formatIpv6, parseIp } from './ip.ts';
import { inRange, isPublic, parseRange, undisguised, type Range } from './ranges.ts';

/** Verdicts kept; an address costs about 100 bytes, and a call has few peers. */
const rememberedVerdicts = 4096;

/**
 * Decides to which addresses packets may leave this process: public ones, and ranges that the host named. The
 * relay's own allocations are not its matter: packets for them never leave.
 */
export class PeerFilter {
  readonly #open: readonly Range[];
  #hostAddresses: ReadonlySet<string> = new Set();
  readonly #verdicts = new Map<string, boolean>();

  /** @param allowPeers ranges like `10.0.0.0/8` that are open, whatever else is said of them */
  constructor(allowPeers: readonly string[]) {
    this.#open = allowPeers.map(parseRange);
  }

  /** Tells which addresses are this machine's own: services here trust whoever comes from here. */
  setHostAddresses(addresses: Iterable<string>): void {
    this.#hostAddresses = new Set(addresses);
    this.#verdicts.clear();
  }

  /** Whether a packet for this address may go out to the network. Asked for every packet. */
  allows(address: string): boolean {
    const known = this.#verdicts.get(address);
    if (known !== undefined) return known;
    const verdict = this.#judge(address);
    if (this.#verdicts.size >= rememberedVerdicts) this.#verdicts.clear();
    this.#verdicts.set(address, verdict);
    return verdict;
  }

  #judge(address: string): boolean {
    const written = parseIp(address);
    if (written === undefined) return false;
    const meant = undisguised(written);
    if (this.#open.some((range) => inRange(written, range) || inRange(meant, range))) return true;
    const plain = meant.length === 4 ? formatIpv4(meant, 0) : formatIpv6(meant);
    return isPublic(meant) && !this.#hostAddresses.has(plain);
  }
}
