import { familyOf, type Endpoint } from '../address/ip.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { grantedLifetimeMs } from '../core/limits.ts';
import { channelNumbers } from '../codec/channelData.ts';
import { attributes, field } from '../codec/attributes.ts';
import { valueOf, valuesOf, type Message } from '../codec/message.ts';
import type { RelayContext } from './turnRequest.ts';
import { refusal, success, type Reply } from './reply.ts';

/*
 * Requests of a client for the allocation that it has.
 */

/** Carries out a Refresh (RFC 8656, section 8.2): a longer life, or the end. */
export function refresh(message: Message, allocation: Allocation, context: RelayContext): Reply {
  const { clock, table, lifetimes } = context;
  const family = valueOf(message, attributes.requestedAddressFamily);
  if (family !== undefined && family !== (allocation.family === 4 ? 1 : 2)) return refusal(443);
  const wanted = valueOf(message, attributes.lifetime);
  if (wanted === 0) {
    table.remove(allocation, 'asked', clock.nowMs());
    return success(field(attributes.lifetime, 0));
  }
  const lifetimeMs = grantedLifetimeMs(wanted, lifetimes);
  allocation.expiresAtMs = clock.nowMs() + lifetimeMs;
  return success(field(attributes.lifetime, Math.round(lifetimeMs / 1000)));
}

/** Carries out a CreatePermission (RFC 8656, section 9.2), for all of its addresses or none. */
export function createPermission(message: Message, allocation: Allocation, context: RelayContext): Reply {
  const { clock, filter, table, lifetimes } = context;
  const addresses = valuesOf(message, attributes.xorPeerAddress).map(({ address }) => address);
  if (addresses.length === 0) return refusal(400);
  if (addresses.some((address) => familyOf(address) !== allocation.family)) return refusal(443);
  // A permission names no port. At an address of allocations here, every packet's port is looked at when it comes.
  if (!addresses.every((address) => table.livesAt(address) || filter.allows(address))) return refusal(403);
  if (!allocation.hasRoomFor(addresses)) return refusal(508);
  for (const address of addresses) allocation.permit(address, clock.nowMs() + lifetimes.permissionMs);
  return success();
}

/** Carries out a ChannelBind (RFC 8656, section 12.2), which permits the peer's address too. */
export function channelBind(message: Message, allocation: Allocation, context: RelayContext): Reply {
  const { clock, lifetimes } = context;
  const number = valueOf(message, attributes.channelNumber);
  const peer = valueOf(message, attributes.xorPeerAddress);
  if (number === undefined || peer === undefined || peer.port === 0) return refusal(400);
  if (number < channelNumbers.least || number > channelNumbers.most) return refusal(400);
  if (familyOf(peer.address) !== allocation.family) return refusal(443);
  if (!isReachable(peer, context)) return refusal(403);
  if (!allocation.hasRoomFor([peer.address])) return refusal(508);
  const nowMs = clock.nowMs();
  const bound = allocation.bind(number, peer, nowMs + lifetimes.channelMs, nowMs);
  switch (bound) {
    case 'conflict':
      return refusal(400);
    case 'full':
      return refusal(508);
    case 'done':
      allocation.permit(peer.address, nowMs + lifetimes.permissionMs);
      return success();
  }
}

function isReachable({ address, port }: Endpoint, { table, filter }: RelayContext): boolean {
  return table.at(address, port) !== undefined || filter.allows(address);
}
