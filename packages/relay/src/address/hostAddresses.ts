import { networkInterfaces } from 'node:os';
import { canonicalIp, familyOf, type Family } from './ip.ts';

/** One address of this machine. */
export interface HostAddress {
  readonly address: string;
  /** Reached from this machine alone. */
  readonly isLoopback: boolean;
}

/** All addresses of this machine but link-local IPv6 ones, which mean nothing without an interface. */
export function readHostAddresses(): readonly HostAddress[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address, internal }) => ({ address: canonicalIp(address) ?? address, isLoopback: internal }))
    .filter(({ address }) => !/^fe[89ab]/.test(address));
}

/**
 * The addresses at which to listen.
 *
 * @param host one address, `0.0.0.0` for all of IPv4, or `::` for all. With one socket for all of them, an answer
 *   could leave from another address than the one that was asked, and be thrown away; so each gets its own
 */
export function listeningAddresses(host: string, present: readonly HostAddress[]): readonly string[] {
  const all = present.map(({ address }) => address);
  if (host === '::') return all;
  if (host === '0.0.0.0') return all.filter((address) => familyOf(address) === 4);
  return [canonicalIp(host) ?? host];
}

/**
 * Where to open a relayed port: at the address the client itself reached, so that what it can reach stays the same
 * network; for the other family, at any address of it, best one that leaves the machine.
 *
 * @returns undefined where the machine has no address of that family
 */
export function relayingAddress(
  family: Family,
  reached: string,
  present: readonly HostAddress[],
): string | undefined {
  if (familyOf(reached) === family) return reached;
  const fitting = present.filter(({ address }) => familyOf(address) === family);
  return (fitting.find(({ isLoopback }) => !isLoopback) ?? fitting[0])?.address;
}
