import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { PeerFilter, readHostAddresses } from '@ringback/relay';

/** Nothing is sent there: it is no public address, or none could be found. */
export class NotPublic extends Error {
  readonly code = 'NOT_PUBLIC';
}

/** Finds the addresses of a name; none where there is no such name, or nobody to ask. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** The system's own look-up would block a thread of the few that also read files; this one asks the network itself. */
const resolver = new Resolver({ timeout: 2_000, tries: 2 });

const resolveName: Resolve = async (name) => {
  const families = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return families.flatMap((found) => (found.status === 'fulfilled' ? found.value : []));
};

/**
 * Lets this server speak to hosts of the public internet alone, whatever address a browser says its push service has:
 * nobody shall point the server at its own network. Looked up anew for each connection, and what was checked is what is
 * connected to, so a name that leads elsewhere a moment later gains nothing.
 */
export class PublicAddresses {
  readonly #filter: PeerFilter;
  readonly #resolve: Resolve;

  /** @param allowed ranges like `127.0.0.0/8` that are open all the same */
  constructor(allowed: readonly string[], resolve: Resolve = resolveName) {
    this.#filter = new PeerFilter(allowed);
    this.#resolve = resolve;
  }

  /**
   * Finds the addresses of a host name or of an address in a URL, IPv6 in brackets.
   * @throws {NotPublic} where none of them is a public one.
   */
  async of(host: string): Promise<readonly string[]> {
    const bare = host.replace(/^\[(.*)\]$/u, '$1');
    const found = isIP(bare) === 0 ? await this.#resolve(bare) : [bare];
    this.#filter.setHostAddresses(readHostAddresses().map(({ address }) => address));
    const open = found.filter((address) => this.#filter.allows(address));
    if (open.length === 0) throw new NotPublic('No public address was found.');
    return open;
  }

  /** For connections: Node asks it for names alone, never where an address stands in the URL. */
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
