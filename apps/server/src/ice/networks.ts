import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { newToken } from '../platform/secrets.ts';
import { groupsOf } from '../platform/requestOrigin.ts';
import type { Storage } from '../storage/operations.ts';

/** 128 bits: no two networks ever share a name. */
const nameLength = 22;

/**
 * Names the networks that browsers come from, so that a browser can remember how direct paths did there. A name tells
 * nothing of the address, neither to the browser nor to who steals what it keeps: it is a hash under a key of this server.
 */
export class Networks {
  readonly #key: string;

  private constructor(key: string) {
    this.#key = key;
  }

  /** Reads the key, which is made once and kept with the data. */
  static async open(storage: Storage): Promise<Networks> {
    return new Networks(await storage.run('secrets:keep', { name: 'networks', fresh: newToken() }));
  }

  /** The name of the network of an address; undefined where there is no address. */
  nameOf(address: string): string | undefined {
    const prefix = prefixOf(address);
    if (prefix === undefined) return undefined;
    return createHmac('sha256', this.#key).update(prefix).digest('base64url').slice(0, nameLength);
  }
}

/** What neighbors share: the first 24 bits of an IPv4 address, 56 of an IPv6 one, the least that a household gets. */
function prefixOf(address: string): string | undefined {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
  switch (isIP(bare)) {
    case 4:
      return bare.split('.').slice(0, 3).join('.');
    case 6: {
      const [first, second, third, fourth = 0] = groupsOf(bare).map((group) => Number.parseInt(group, 16));
      return [first, second, third, fourth >> 8].join(':');
    }
    default:
      return undefined;
  }
}
