import { networkInterfaces } from 'node:os';
import { canonicalIp, familyOf, type Family } from './ip.ts';

/** One address of this machine. */
export interface HostAddress {
  readonly address: string;
  /** Only this machine can reach it. */
  readonly isLoopback: boolean;
}

/** All addresses of this machine except link-local IPv6 ones, which are ambiguous without an interface. */
export function readHostAddresses(): readonly HostAddress[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address, internal }) => ({ address: canonicalIp(address) ?? address, isLoopback: internal }))
    .filter(({ address }) => !/^fe[89ab]/.test(address));
}

/** The addresses of this machine: where to listen, where to relay, and what to advertise. */
export class HostAddresses {
  readonly #host: string;
  readonly #external: string | undefined;
  readonly #read: () => readonly HostAddress[];
  #present: readonly HostAddress[];

  /**
   * @param host where to listen: one address, `0.0.0.0` or `::`
   * @param externalIp the public address of this machine, if it is behind NAT
   */
  constructor(host: string, externalIp: string | undefined, read: () => readonly HostAddress[]) {
    this.#host = host;
    this.#external = externalIp === undefined ? undefined : (canonicalIp(externalIp) ?? externalIp);
    this.#read = read;
    this.#present = read();
  }

  /** Reads the addresses again, because networks come and go. Keeps the last ones where they cannot be read. */
  refresh(): void {
    try {
      this.#present = this.#read();
    } catch {
      // The system opens a socket to list them, which fails while there is no descriptor left.
    }
  }

  /** Where to open UDP sockets for clients. */
  listening(): readonly string[] {
    return listeningAddresses(this.#host, this.#present);
  }

  /** All addresses that belong to this machine. */
  own(): readonly string[] {
    const all = [...this.#present.map(({ address }) => address), ...this.listening()];
    return this.#external === undefined ? all : [...all, this.#external];
  }

  /** Where to open a relayed port for a client of this local address; undefined if the machine lacks the family. */
  relaying(family: Family, localAddress: string): string | undefined {
    return relayingAddress(family, localAddress, this.#present);
  }

  /** The public address for a local one. */
  advertised(local: string): string {
    const external = this.#external;
    return external !== undefined && familyOf(external) === familyOf(local) ? external : local;
  }
}

/**
 * The addresses at which to listen. Each gets its own socket: with one for all, a response could leave from another
 * address than the request was sent to, and the client would drop it.
 *
 * @param host one address, `0.0.0.0` for all of IPv4, or `::` for all
 */
function listeningAddresses(host: string, present: readonly HostAddress[]): readonly string[] {
  const all = present.map(({ address }) => address);
  if (host === '::') return all;
  if (host === '0.0.0.0') return all.filter((address) => familyOf(address) === 4);
  return [canonicalIp(host) ?? host];
}

/**
 * Where to open a relayed port: at the address that the client used, so that peers are in the same network. For the other
 * family, at any address of that family, preferably not loopback.
 *
 * @returns undefined if the machine has no address of that family
 */
function relayingAddress(
  family: Family,
  localAddress: string,
  present: readonly HostAddress[],
): string | undefined {
  if (familyOf(localAddress) === family) return localAddress;
  const candidates = present.filter(({ address }) => familyOf(address) === family);
  return (candidates.find(({ isLoopback }) => !isLoopback) ?? candidates[0])?.address;
}
