import { familyOf, type Family } from '../address/ip.ts';
import { Allocation } from '../allocation/allocation.ts';
import { grantedLifetimeMs } from '../core/limits.ts';
import type { Place } from '../allocation/quota.ts';
import type { PortWish } from '../allocation/portAllocator.ts';
import type { Sender } from '../auth/authenticate.ts';
import { attributes, field, type Field } from '../codec/attributes.ts';
import { errorReasons, type ErrorCode } from '../codec/errorCodes.ts';
import { valueOf, type Message } from '../codec/message.ts';
import { emptySeat } from '../transport/clientPath.ts';
import type { RelaySocket } from '../transport/relaySocket.ts';
import type { RelayContext, TurnRequest } from './turnRequest.ts';
import { refusal, silence, success, type Reply } from './reply.ts';

/** The one transport that can be relayed (IANA protocol number). */
const udp = 17;
const familyNumbers: Readonly<Record<number, Family>> = { 1: 4, 2: 6 };

/** What an Allocate asks for. */
type Wish =
  | {
      readonly kind: 'newPort';
      readonly family: Family;
      readonly port: PortWish;
      readonly twoFamilies: boolean;
    }
  | { readonly kind: 'keptPort'; readonly token: Buffer }
  | { readonly kind: 'mistake'; readonly code: ErrorCode };

function mistake(code: ErrorCode): Wish {
  return { kind: 'mistake', code };
}

/** Reads what is asked for, in the order of RFC 8656, section 7.2. */
function wishOf(message: Message): Wish {
  const transport = valueOf(message, attributes.requestedTransport);
  const familyNumber = valueOf(message, attributes.requestedAddressFamily);
  const secondFamily = valueOf(message, attributes.additionalAddressFamily);
  const keepsNext = valueOf(message, attributes.evenPort);
  const token = valueOf(message, attributes.reservationToken);
  if (transport === undefined) return mistake(400);
  if (transport !== udp) return mistake(442);
  if (token !== undefined) {
    const clashes = [familyNumber, secondFamily, keepsNext].some((each) => each !== undefined);
    return clashes ? mistake(400) : { kind: 'keptPort', token };
  }
  if (secondFamily !== undefined) {
    // Only IPv6 can be the second family, and neither another wish for a family nor a kept port goes with it.
    if (secondFamily !== 2 || familyNumber !== undefined || keepsNext === true) return mistake(400);
  }
  const family = familyNumbers[familyNumber ?? 1];
  if (family === undefined) return mistake(440);
  const port = keepsNext === undefined ? 'any' : keepsNext ? 'evenPair' : 'even';
  return { kind: 'newPort', family, port, twoFamilies: secondFamily !== undefined };
}

/** What was found for a wish. */
interface Found {
  readonly socket: RelaySocket;
  readonly advertised: string;
  readonly place: Place;
  /** The next port, to be kept for later. */
  readonly next: { readonly socket: RelaySocket; readonly place: Place } | undefined;
  readonly twoFamilies: boolean;
}

/**
 * Carries out an Allocate. Credentials are checked for their expiry here and nowhere else: what is allocated may be
 * refreshed for as long as the call goes on.
 */
export async function allocate(request: TurnRequest, context: RelayContext): Promise<Reply> {
  const { message, path, sender } = request;
  if (path.seat.state === 'allocating' && path.seat.transactionId.equals(message.transactionId))
    return silence;
  if (path.seat.state !== 'empty') return refusal(437);
  if (sender.expiresAt <= context.clock.unixSeconds()) return refusal(401);
  const wish = wishOf(message);
  if (wish.kind === 'mistake') return refusal(wish.code);
  // A datagram's memory is shared with its neighbors: only the id is kept.
  path.sit({ state: 'allocating', transactionId: Buffer.from(message.transactionId) });
  const found = await (wish.kind === 'keptPort'
    ? keptPort(wish, request, context)
    : newPort(wish, request, context));
  if (typeof found === 'number' || !path.isOpen) {
    path.sit(emptySeat);
    return typeof found === 'number' ? refusal(found) : giveUp(found);
  }
  return settle(found, request, context);
}

function giveUp({ socket, place, next }: Found): Reply {
  for (const each of [{ socket, place }, next]) {
    each?.socket.close();
    each?.place.leave();
  }
  return silence;
}

function keptPort(
  wish: Wish & { kind: 'keptPort' },
  { sender }: TurnRequest,
  context: RelayContext,
): Found | 508 {
  const kept = context.reservations.redeem(wish.token, sender.userId, context.clock.nowMs());
  return kept === undefined ? 508 : { ...kept, next: undefined, twoFamilies: false };
}

async function newPort(
  wish: Wish & { kind: 'newPort' },
  { path, sender }: TurnRequest,
  context: RelayContext,
): Promise<Found | 440 | 486 | 508> {
  const bind = context.addresses.relaying(wish.family, path.reached);
  if (bind === undefined) return 440;
  const place = context.quota.take(sender.userId);
  const nextPlace = wish.port === 'evenPair' ? context.quota.take(sender.userId) : undefined;
  const giveBack = <Code extends 486 | 508>(code: Code): Code => {
    place?.leave();
    nextPlace?.leave();
    return code;
  };
  if (place === undefined || (wish.port === 'evenPair' && nextPlace === undefined)) return giveBack(486);
  const advertised = context.addresses.advertised(bind);
  const opened = await context.ports.open({ bind, advertised }, wish.port);
  if (opened === undefined) return giveBack(508);
  const { socket, next } = opened;
  return {
    socket,
    advertised,
    place,
    next: next === undefined || nextPlace === undefined ? undefined : { socket: next, place: nextPlace },
    twoFamilies: wish.twoFamilies,
  };
}

/** An allocation here has one relayed address. Who wants two is told so, and makes two allocations. */
const noSecondFamily = field(attributes.addressErrorCode, {
  family: 2,
  code: 440,
  reason: errorReasons[440],
});

function settle(found: Found, { message, path, sender }: TurnRequest, context: RelayContext): Reply {
  const { socket, advertised, place, twoFamilies } = found;
  const nowMs = context.clock.nowMs();
  const lifetimeMs = grantedLifetimeMs(valueOf(message, attributes.lifetime), context.lifetimes);
  const owner = { username: sender.username, userId: sender.userId };
  const relayed = { address: advertised, port: socket.port };
  const family = familyOf(advertised);
  const parts = { path, owner, relayed, family, socket, place, madeAtMs: nowMs };
  const allocation = new Allocation(parts, nowMs + lifetimeMs, context.quotas);
  socket.listen((payload, address, port) => context.switchboard.fromPeer(allocation, address, port, payload));
  context.table.add(allocation);
  return success(
    field(attributes.xorRelayedAddress, relayed),
    field(attributes.lifetime, Math.round(lifetimeMs / 1000)),
    field(attributes.xorMappedAddress, { address: path.address, port: path.port }),
    ...(twoFamilies ? [noSecondFamily] : []),
    ...keepNext(found, sender, context),
  );
}

/** Keeps the next port, if one was wished for, and says by which token. */
function keepNext(
  { next, advertised }: Found,
  { userId }: Sender,
  { reservations, clock, lifetimes }: RelayContext,
): Field[] {
  if (next === undefined) return [];
  const token = reservations.keep({ ...next, advertised, userId }, clock.nowMs() + lifetimes.reservationMs);
  return [field(attributes.reservationToken, token)];
}
