import {
  CallId,
  endCauses,
  LinkId,
  MessageId,
  NoteId,
  linkCauses,
  RemovalId,
  reportReasons,
  ruleNames,
  type DeviceId,
  type Payload,
  type RequestName,
  type Route,
  type UserId,
} from '@ringback/protocol';
import type { SeededRandom } from '@ringback/testkit';
import * as v from 'valibot';
import { oneIn, pick } from './random.ts';

/** The ids that an attacker may know: their own, those of the people in the untouched call, and a bystander's. */
export interface World {
  readonly bystandersCall: CallId;
  /** Calls of the attacker's own. */
  readonly ownCalls: readonly CallId[];
  readonly users: readonly UserId[];
  readonly devices: readonly DeviceId[];
}

/** Makes payloads like those of an honest client, often about calls and people of other users. */
export function validPayload<N extends RequestName>(name: N, world: World, random: SeededRandom): Payload<N> {
  return makers[name](world, random);
}

type Maker<N extends RequestName> = (world: World, random: SeededRandom) => Payload<N>;

const makers: { readonly [N in RequestName]: Maker<N> } = {
  'session:hello': (world, random) => (oneIn(random, 2) ? {} : { links: [carrying(world, random)] }),
  'session:time': () => ({}),
  'call:get': onCall,
  'call:record': onCall,
  'call:place': (world, random) => ({
    callId: anyCall(world, random),
    to: pick(random, world.users),
    media: anyMedia(random),
    ...(oneIn(random, 3) && { reason: 'Your parcel' }),
    ...(oneIn(random, 9) && { urgent: true as const }),
  }),
  'call:askReason': onCall,
  'call:giveReason': (world, random) => ({ ...onCall(world, random), reason: 'Your parcel' }),
  'call:ringing': onCall,
  'call:accept': (world, random) => ({ ...onCall(world, random), media: anyMedia(random) }),
  'call:hold': (world, random) => ({ ...onCall(world, random), held: oneIn(random, 2) }),
  'call:decline': onCall,
  'call:end': (world, random) => ({
    ...onCall(world, random),
    ...(oneIn(random, 2) && { endedAgoMs: random.below(100_000) }),
    ...(oneIn(random, 2) && { peerEnded: oneIn(random, 2) }),
  }),
  'call:signal': (world, random) => ({
    ...onLink(world, random),
    to: pick(random, world.devices),
    box: 'x'.repeat(random.below(2_000)),
  }),
  'call:linkUp': (world, random) => ({
    ...onLink(world, random),
    route: anyRoute(random),
    ...(oneIn(random, 2) && { gapMs: random.below(10_000) }),
    ...(oneIn(random, 2) && { cause: pick(random, linkCauses) }),
  }),
  'call:linkDown': (world, random) => ({ ...onLink(world, random), cause: pick(random, linkCauses) }),
  'ice:servers': onCall,
  'checkup:relay': () => ({}),
  'history:list': (world, random) => ({
    filter: pick(random, ['all', 'missed']),
    ...(oneIn(random, 2) && { peer: pick(random, world.users) }),
    ...(oneIn(random, 2) && { before: { placedAt: Date.now(), callId: anyCall(world, random) } }),
    ...(oneIn(random, 2) && { limit: 1 + random.below(100) }),
  }),
  'history:seen': (world, random) => ({ callIds: [anyCall(world, random)] }),
  'history:delete': (world, random) =>
    oneIn(random, 2) ? { callIds: [anyCall(world, random)] } : { before: random.below(1_000_000) },
  'history:restore': (_, random) => ({ removal: v.parse(RemovalId, random.uuid()) }),
  'me:rename': (_, random) => ({ name: `Attacker ${random.below(1_000)}` }),
  'people:list': () => ({}),
  'contact:set': (world, random) => ({
    userId: pick(random, world.users),
    ...(oneIn(random, 2) && { name: pick(random, ['Mum', '']) }),
    ...(oneIn(random, 2) && { isFavorite: oneIn(random, 2) }),
  }),
  'contact:remove': (world, random) => ({ userId: pick(random, world.users) }),
  'people:get': (world, random) => ({ userId: pick(random, world.users) }),
  'people:find': (_, random) => ({ name: pick(random, ['Nobody here', 'Somebody else', endCauses[0]]) }),
  'conversation:list': () => ({}),
  'conversation:mark': (world, random) => ({
    peer: pick(random, world.users),
    ...(oneIn(random, 2) && { delivered: random.below(1_000_000) }),
    ...(oneIn(random, 2) && { read: Date.now() }),
  }),
  'message:send': (world, random) => ({
    id: v.parse(MessageId, random.uuid()),
    to: pick(random, world.users),
    text: 'x'.repeat(1 + random.below(2_000)),
  }),
  'message:list': (world, random) => ({
    peer: pick(random, world.users),
    ...(oneIn(random, 2) && { before: Date.now() }),
    ...(oneIn(random, 2) && { limit: 1 + random.below(100) }),
  }),
  'note:list': (world, random) => ({
    peer: pick(random, world.users),
    ...(oneIn(random, 2) && { before: Date.now() }),
    ...(oneIn(random, 2) && { limit: 1 + random.below(100) }),
  }),
  'note:ofCalls': (world, random) => ({ callIds: [anyCall(world, random)] }),
  'note:new': () => ({}),
  'note:fetched': (_, random) => ({ noteIds: [v.parse(NoteId, random.uuid())] }),
  'note:played': (_, random) => ({ noteId: v.parse(NoteId, random.uuid()) }),
  'settings:set': (_, random) => (oneIn(random, 2) ? {} : { alwaysRelay: oneIn(random, 2) }),
  'report:send': (world, random) => ({
    userId: pick(random, world.users),
    reason: pick(random, reportReasons),
  }),
  'privacy:setRules': (world, random) => ({
    userId: pick(random, world.users),
    change: { [pick(random, ruleNames)]: oneIn(random, 2) },
  }),
};

function onCall(world: World, random: SeededRandom): { callId: CallId } {
  return { callId: anyCall(world, random) };
}

function onLink(world: World, random: SeededRandom): { callId: CallId; linkId: LinkId } {
  return { ...onCall(world, random), linkId: v.parse(LinkId, random.uuid()) };
}

/** Half of the time it is the call that must stay untouched. */
function anyCall({ bystandersCall, ownCalls }: World, random: SeededRandom): CallId {
  return pick(random, [
    bystandersCall,
    bystandersCall,
    v.parse(CallId, random.uuid()),
    ...ownCalls.slice(-1),
  ]);
}

function carrying(world: World, random: SeededRandom) {
  return { ...onLink(world, random), route: anyRoute(random) };
}

function anyMedia(random: SeededRandom): 'audio' | 'video' {
  return pick(random, ['audio', 'video']);
}

function anyRoute(random: SeededRandom): Route {
  return { path: pick(random, ['direct', 'relay']), transport: pick(random, ['udp', 'tcp', 'tls']) };
}
