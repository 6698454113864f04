import type { RequestOrigin } from '../platform/requestOrigin.ts';
import { isLocalName, isLoopback } from '../platform/loopback.ts';

/** Where a relay listens, and what was said about its name. */
export interface RelayPlace {
  /** The address it listens at; `0.0.0.0` and `::` stand for all. */
  readonly listening: string;
  /** The name that the host chose for URLs. */
  readonly name: string | undefined;
  /** How many proxies browsers come through. */
  readonly proxies: number;
}

const everywhere: readonly string[] = ['0.0.0.0', '::'];

/**
 * By which name or address a browser reaches the relay; undefined if it cannot. A browser may take `localhost` for an
 * address at which nobody listens, so it is told the address instead.
 */
export function relayNameFor(
  { hostname }: RequestOrigin,
  { listening, name, proxies }: RelayPlace,
): string | undefined {
  if (name !== undefined) return name;
  const isHere = hostname !== undefined && isLocalName(hostname);
  if (isLoopback(listening)) {
    // Without a proxy between, whoever reached the app is on this machine, whatever it calls it.
    return proxies === 0 || isHere ? listening : undefined;
  }
  if (isHere) return everywhere.includes(listening) ? '127.0.0.1' : listening;
  return hostname;
}
