import { familyOf, networkOf, type Family } from '../address/ip.ts';
import { Allocation, noAllocation } from '../allocation/allocation.ts';
import { grantedLifetimeMs } from '../core/limits.ts';
import type { QuotaSlot } from '../allocation/quota.ts';
import type { PortRequest, RelaySocket } from '../allocation/portAllocator.ts';
import type { Sender } from '../auth/authenticate.ts';
import { attributes, errorReasons, field, type ErrorCode, type Field } from '../codec/attributes.ts';
import { valueOf, type Message } from '../codec/message.ts';
import {
  failure,
  noResponse,
  success,
  type RelayContext,
  type Reply,
  type TurnRequest,
} from './turnRequest.ts';

/** IANA protocol number of the only transport that can be relayed. */
const udp = 17;
const familyNumbers: Readonly<Record<number, Family>> = { 1: 4, 2: 6 };

/** The parsed attributes of an Allocate request. */
type AllocateRequest =
  | {
      readonly kind: 'newPort';
      readonly family: Family;
      readonly port: PortRequest;
      readonly twoFamilies: boolean;
    }
  | { readonly kind: 'reservedPort'; readonly token: Buffer }
  | { readonly kind: 'invalid'; readonly code: ErrorCode };

function invalid(code: ErrorCode): AllocateRequest {
  return { kind: 'invalid', code };
}

/** Checks the attributes in the order of RFC 8656, section 7.2. */
function parseAllocate(message: Message): AllocateRequest {
  const transport = valueOf(message, attributes.requestedTransport);
  const familyNumber = valueOf(message, attributes.requestedAddressFamily);
  const secondFamily = valueOf(message, attributes.additionalAddressFamily);
  const wantsNext = valueOf(message, attributes.evenPort);
  const token = valueOf(message, attributes.reservationToken);
  if (transport === undefined) return invalid(400);
  if (transport !== udp) return invalid(442);
  if (token !== undefined) {
    const conflicts = [familyNumber, secondFamily, wantsNext].some((each) => each !== undefined);
    return conflicts ? invalid(400) : { kind: 'reservedPort', token };
  }
  if (secondFamily !== undefined) {
    // The second family must be IPv6, and REQUESTED-ADDRESS-FAMILY and a reservation are not allowed with it.
    if (secondFamily !== 2 || familyNumber !== undefined || wantsNext === true) return invalid(400);
  }
  const family = familyNumbers[familyNumber ?? 1];
  if (family === undefined) return invalid(440);
  const port = wantsNext === undefined ? 'any' : wantsNext ? 'evenPair' : 'even';
  return { kind: 'newPort', family, port, twoFamilies: secondFamily !== undefined };
}

/** The opened port for an Allocate request. */
interface OpenedPort {
  readonly socket: RelaySocket;
  readonly advertised: string;
  readonly slot: QuotaSlot;
  /** The next higher port, to be reserved. */
  readonly next: { readonly socket: RelaySocket; readonly slot: QuotaSlot } | undefined;
  readonly twoFamilies: boolean;
}

/**
 * Handles Allocate (RFC 8656, section 7.2). Only this method checks the expiry of credentials, so that an allocation can be
 * refreshed for as long as the call lasts.
 */
export async function allocate(request: TurnRequest, context: RelayContext): Promise<Reply> {
  const { message, path, sender } = request;
  if (
    path.allocationState.kind === 'allocating' &&
    path.allocationState.transactionId.equals(message.transactionId)
  )
    return noResponse;
  if (path.allocationState.kind !== 'none') return failure(437);
  if (!mayAllocate(sender, context)) return failure(401);
  const wanted = parseAllocate(message);
  if (wanted.kind === 'invalid') return failure(wanted.code);
  // Copied, because a view would keep the buffer of the datagram in memory.
  path.setAllocation({ kind: 'allocating', transactionId: Buffer.from(message.transactionId) });
  const opened = await (wanted.kind === 'reservedPort'
    ? redeemReservation(wanted, request, context)
    : openPort(wanted, request, context));
  if (typeof opened !== 'number' && path.isOpen && mayAllocate(sender, context))
    return createAllocation(opened, request, context);
  path.setAllocation(noAllocation);
  if (typeof opened === 'number') return failure(opened);
  discard(opened);
  return path.isOpen ? failure(401) : noResponse;
}

function mayAllocate({ expiresAt, username }: Sender, { clock, grants }: RelayContext): boolean {
  return expiresAt > clock.unixSeconds() && !grants.isEnded(username);
}

function discard({ socket, slot, next }: OpenedPort): void {
  for (const each of [{ socket, slot }, next]) {
    each?.socket.close();
    each?.slot.release();
  }
}

function redeemReservation(
  wanted: AllocateRequest & { kind: 'reservedPort' },
  { sender }: TurnRequest,
  context: RelayContext,
): OpenedPort | 508 {
  const reserved = context.reservations.redeem(wanted.token, sender.userId, context.clock.nowMs());
  return reserved === undefined ? 508 : { ...reserved, next: undefined, twoFamilies: false };
}

async function openPort(
  wanted: AllocateRequest & { kind: 'newPort' },
  { path, sender }: TurnRequest,
  context: RelayContext,
): Promise<OpenedPort | 440 | 486 | 508> {
  const bind = context.addresses.relaying(wanted.family, path.localAddress);
  if (bind === undefined) return 440;
  const holder = { userId: sender.userId, network: networkOf(path.address) };
  const takeSlot = () =>
    context.quota.take(holder, (other) => context.table.displace(other, context.clock.nowMs()));
  const slot = takeSlot();
  const nextSlot = wanted.port === 'evenPair' ? takeSlot() : undefined;
  const release = <Code extends 486 | 508>(code: Code): Code => {
    slot?.release();
    nextSlot?.release();
    return code;
  };
  if (slot === undefined || (wanted.port === 'evenPair' && nextSlot === undefined)) return release(486);
  const advertised = context.addresses.advertised(bind);
  const ports = await context.ports.open({ bind, advertised }, wanted.port);
  if (ports === undefined) return release(508);
  const { socket, next } = ports;
  return {
    socket,
    advertised,
    slot,
    next: next === undefined || nextSlot === undefined ? undefined : { socket: next, slot: nextSlot },
    twoFamilies: wanted.twoFamilies,
  };
}

/** An allocation of this relay has one relayed address, so a client that needs both families makes two allocations. */
const noSecondFamily = field(attributes.addressErrorCode, {
  family: 2,
  code: 440,
  reason: errorReasons[440],
});

function createAllocation(
  opened: OpenedPort,
  { message, path, sender }: TurnRequest,
  context: RelayContext,
): Reply {
  const { socket, advertised, slot, twoFamilies } = opened;
  const nowMs = context.clock.nowMs();
  const lifetimeMs = grantedLifetimeMs(valueOf(message, attributes.lifetime), context.lifetimes);
  const network = networkOf(path.address);
  const owner = { username: sender.username, userId: sender.userId, network };
  const relayed = { address: advertised, port: socket.port };
  const family = familyOf(advertised);
  const group = context.grants.groupOf(sender.username);
  const bandwidth = context.bandwidth.userOf(sender.userId);
  const deps = { path, owner, relayed, family, socket, slot, bandwidth, createdAtMs: nowMs, group };
  const allocation = new Allocation(deps, nowMs + lifetimeMs, context.quotas);
  socket.listen((payload, address, port) => context.forwarder.fromPeer(allocation, address, port, payload));
  context.table.add(allocation);
  return success(
    field(attributes.xorRelayedAddress, relayed),
    field(attributes.lifetime, Math.round(lifetimeMs / 1000)),
    field(attributes.xorMappedAddress, { address: path.address, port: path.port }),
    ...(twoFamilies ? [noSecondFamily] : []),
    ...reserveNextPort(opened, sender, context),
  );
}

/** Reserves the next port, if the request asked for it, and returns its token. */
function reserveNextPort(
  { next, advertised }: OpenedPort,
  { userId }: Sender,
  { reservations, clock, lifetimes }: RelayContext,
): Field[] {
  if (next === undefined) return [];
  const token = reservations.add({ ...next, advertised, userId }, clock.nowMs() + lifetimes.reservationMs);
  return [field(attributes.reservationToken, token)];
}
