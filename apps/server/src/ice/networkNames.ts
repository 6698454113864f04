import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { newToken } from '../platform/secrets.ts';
import { ipv6Groups } from '../platform/addresses.ts';
import type { Storage } from '../storage/storage.ts';
import type { SecretOperations } from '../storage/secretsSql.ts';

/** 22 base64url characters hold 128 bits, so that names do not collide. */
const nameLength = 22;

/**
 * Names the networks from which browsers connect, so that a browser can remember how well direct paths worked in each.
 * A name is a hash under a key of this server, so it does not reveal the address to anyone who reads the browser's storage.
 */
export class NetworkNames {
  readonly #key: string;

  private constructor(key: string) {
    this.#key = key;
  }

  /** Reads the key, which is created once and stored with the data. */
  static async open(storage: Storage<SecretOperations>): Promise<NetworkNames> {
    return new NetworkNames(
      await storage.run('secrets:getOrCreate', { name: 'networks', fresh: newToken() }),
    );
  }

  /** The name of the network of an address; undefined if the text is not an address. */
  nameOf(address: string): string | undefined {
    const prefix = prefixOf(address);
    if (prefix === undefined) return undefined;
    return createHmac('sha256', this.#key).update(prefix).digest('base64url').slice(0, nameLength);
  }
}

/** A network is the first 24 bits of an IPv4 address, or the first 56 of an IPv6 one, the smallest block for a household. */
function prefixOf(address: string): string | undefined {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
  switch (isIP(bare)) {
    case 4:
      return bare.split('.').slice(0, 3).join('.');
    case 6: {
      const [first, second, third, fourth = 0] = ipv6Groups(bare).map((group) => Number.parseInt(group, 16));
      return [first, second, third, fourth >> 8].join(':');
    }
    default:
      return undefined;
  }
}
