import type { RequestOrigin } from '../platform/origin/requestOrigin.ts';
import { isLocalName, isLoopback } from '../platform/addresses.ts';

/** Where a relay listens, and under which name. */
export interface RelayLocation {
  /** The address; `0.0.0.0` and `::` mean all addresses. */
  readonly listening: string;
  /** The host name for URLs, from the settings. */
  readonly name: string | undefined;
  /** How many proxies are between browsers and the server. */
  readonly proxies: number;
}

const wildcards: readonly string[] = ['0.0.0.0', '::'];

/**
 * The name or address by which a browser reaches the relay; undefined if it cannot. `localhost` becomes an address,
 * because a browser may resolve it to the address family at which the relay does not listen.
 */
export function relayNameFor(
  { hostname }: RequestOrigin,
  { listening, name, proxies }: RelayLocation,
): string | undefined {
  if (name !== undefined) return name;
  const isThisMachine = hostname !== undefined && isLocalName(hostname);
  if (isLoopback(listening)) {
    // Without a proxy, a browser that reached the app is on this machine, whichever name it used.
    return proxies === 0 || isThisMachine ? listening : undefined;
  }
  if (isThisMachine) return wildcards.includes(listening) ? '127.0.0.1' : listening;
  return hostname;
}
