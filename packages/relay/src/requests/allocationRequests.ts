import { familyOf, type Endpoint } from '../address/ip.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { grantedLifetimeMs } from '../core/limits.ts';
import { channelNumbers } from '../codec/channelData.ts';
import { attributes, field } from '../codec/attributes.ts';
import { valueOf, valuesOf, type Message } from '../codec/message.ts';
import { failure, success, type RelayContext, type Reply } from './turnRequest.ts';

/** Handles Refresh (RFC 8656, section 8.2): extends the allocation, or ends it. */
export function refresh(message: Message, allocation: Allocation, context: RelayContext): Reply {
  const { clock, table, lifetimes } = context;
  const family = valueOf(message, attributes.requestedAddressFamily);
  if (family !== undefined && family !== (allocation.family === 4 ? 1 : 2)) return failure(443);
  const requested = valueOf(message, attributes.lifetime);
  if (requested === 0) {
    table.remove(allocation, 'asked', clock.nowMs());
    return success(field(attributes.lifetime, 0));
  }
  const lifetimeMs = grantedLifetimeMs(requested, lifetimes);
  allocation.expiresAtMs = clock.nowMs() + lifetimeMs;
  return success(field(attributes.lifetime, Math.round(lifetimeMs / 1000)));
}

/** Handles CreatePermission (RFC 8656, section 9.2) for all addresses or none. */
export function createPermission(message: Message, allocation: Allocation, context: RelayContext): Reply {
  const { clock, filter, table, lifetimes } = context;
  const addresses = valuesOf(message, attributes.xorPeerAddress).map(({ address }) => address);
  if (addresses.length === 0) return failure(400);
  if (addresses.some((address) => familyOf(address) !== allocation.family)) return failure(443);
  // A permission has no port. For addresses of this relay, PacketForwarder checks the port of each packet.
  if (!addresses.every((address) => table.hasAddress(address) || filter.allows(address))) return failure(403);
  if (!allocation.hasRoomFor(addresses)) return failure(508);
  for (const address of addresses) allocation.permit(address, clock.nowMs() + lifetimes.permissionMs);
  return success();
}

/** Handles ChannelBind (RFC 8656, section 12.2), which also permits the peer's address. */
export function channelBind(message: Message, allocation: Allocation, context: RelayContext): Reply {
  const { clock, lifetimes } = context;
  const number = valueOf(message, attributes.channelNumber);
  const peer = valueOf(message, attributes.xorPeerAddress);
  if (number === undefined || peer === undefined || peer.port === 0) return failure(400);
  if (number < channelNumbers.min || number > channelNumbers.max) return failure(400);
  if (familyOf(peer.address) !== allocation.family) return failure(443);
  if (!isReachable(peer, context)) return failure(403);
  if (!allocation.hasRoomFor([peer.address])) return failure(508);
  const nowMs = clock.nowMs();
  const bound = allocation.bind(number, peer, nowMs + lifetimes.channelMs, nowMs);
  switch (bound) {
    case 'conflict':
      return failure(400);
    case 'full':
      return failure(508);
    case 'done':
      allocation.permit(peer.address, nowMs + lifetimes.permissionMs);
      return success();
  }
}

function isReachable({ address, port }: Endpoint, { table, filter }: RelayContext): boolean {
  return table.at(address, port) !== undefined || filter.allows(address);
}
