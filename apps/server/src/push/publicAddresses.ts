import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { PeerFilter, readHostAddresses } from '@ringback/relay';

/** A host has no public address, or none that could be found. */
export class NotPublic extends Error {
  readonly code = 'NOT_PUBLIC';
}

/** Finds the addresses of a host name; none if there is no such name or no name server answers. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** `dns.lookup` would block one of the few threads that also read files; this resolver uses the network directly. */
const resolver = new Resolver({ timeout: 2_000, tries: 2 });

const resolveName: Resolve = async (name) => {
  const families = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return families.flatMap((found) => (found.status === 'fulfilled' ? found.value : []));
};

/**
 * Restricts outgoing connections to public addresses, so that a browser cannot point the server at its own network by
 * naming an endpoint there. Names are looked up for each connection, and the checked address is the one that is used, so
 * that changing the DNS record in between has no effect.
 */
export class PublicAddresses {
  readonly #filter: PeerFilter;
  readonly #resolve: Resolve;

  /** `allowed`: ranges like `127.0.0.0/8` that are allowed although they are not public. */
  constructor(allowed: readonly string[], resolve: Resolve = resolveName) {
    this.#filter = new PeerFilter(allowed);
    this.#resolve = resolve;
  }

  /**
   * Finds the public addresses of a host name, or of an address as in a URL, IPv6 in brackets.
   * @throws {NotPublic} when there are none.
   */
  async of(host: string): Promise<readonly string[]> {
    const bare = host.replace(/^\[(.*)\]$/u, '$1');
    const found = isIP(bare) === 0 ? await this.#resolve(bare) : [bare];
    this.#filter.setHostAddresses(readHostAddresses().map(({ address }) => address));
    const open = found.filter((address) => this.#filter.allows(address));
    if (open.length === 0) throw new NotPublic('No public address was found.');
    return open;
  }

  /** The `lookup` option of connections. Node calls it only for host names, never for addresses. */
  readonly lookup: LookupFunction = (hostname, { all = false }, answer) =>
    void this.#look(hostname, all, answer);

  async #look(hostname: string, all: boolean, answer: Parameters<LookupFunction>[2]): Promise<void> {
    try {
      const found = (await this.of(hostname)).map((address) => ({ address, family: isIP(address) }));
      const [first] = found;
      if (all) answer(null, found);
      else answer(null, first?.address ?? '', first?.family);
    } catch (error) {
      answer(error instanceof Error ? error : new NotPublic('No address was found.'), []);
    }
  }
}
