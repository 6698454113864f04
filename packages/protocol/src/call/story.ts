import type { DeviceId } from '../wire/ids.ts';
import type { Actor, Answered, Call, LinkCause, Role, Route } from './call.ts';
import { stamp } from './change.ts';
import type { DeviceKind } from './deviceKind.ts';

/** The most moments that a call keeps: a call that breaks every second must not grow without end. */
export const maxMoments = 40;
/** The most devices that are told apart among those that rang; a user's sockets are as many at most. */
export const maxRang = 20;

/**
 * Something that one side's device told of its media, or that the server saw of its page. `at` is server time in ms.
 * `gapMs`: for how long no media had come in at that device before this link carried; `cause`: what became of the link before.
 */
export type Moment =
  | {
      readonly kind: 'up';
      readonly at: number;
      readonly role: Role;
      readonly route: Route;
      readonly gapMs?: number;
      readonly cause?: LinkCause;
    }
  | { readonly kind: 'down'; readonly at: number; readonly role: Role; readonly cause: LinkCause }
  | { readonly kind: 'away' | 'back'; readonly at: number; readonly role: Role };

/** A device and what kind of one it said to be. */
export interface KnownDevice extends DeviceKind {
  readonly deviceId: DeviceId;
}

/** What is kept of a call for its record alone. No decision is ever made from it. */
export interface Story {
  /** When the first device rang, in server ms. */
  readonly rangAt?: number;
  readonly rang?: readonly DeviceId[];
  /** Of the devices that rang, answered or declined, those that said what they are. */
  readonly devices?: readonly KnownDevice[];
  readonly moments?: readonly Moment[];
  /** How many moments were dropped from the middle of the list. */
  readonly dropped?: number;
}

/** Adds a device that rings. */
export function withRang(call: Call, by: Actor, at: number): Story {
  const { deviceId } = by;
  const { rangAt = stamp(call, at), rang = [], ...rest } = withDevice(call.story, by) ?? {};
  const isKnown = rang.includes(deviceId) || rang.length >= maxRang;
  return { ...rest, rangAt, rang: isKnown ? rang : [...rang, deviceId] };
}

/** Adds what a device says to be. */
export function withDevice(story: Story | undefined, { deviceId, kind }: Actor): Story | undefined {
  const devices = story?.devices ?? [];
  const isKnown = devices.length >= maxRang || devices.some((each) => each.deviceId === deviceId);
  if (kind === undefined || isKnown) return story;
  return { ...story, devices: [...devices, { deviceId, ...kind }] };
}

/** The call with what a device that ends it says to be. */
export function knowing<C extends Call>(call: C, by: Actor): C {
  const story = withDevice(call.story, by);
  return story === undefined ? call : { ...call, story };
}

/** What a device said to be, if it did. */
export function kindIn(story: Story | undefined, deviceId: DeviceId | undefined): DeviceKind | undefined {
  const known = story?.devices?.find((each) => each.deviceId === deviceId);
  if (known === undefined) return undefined;
  const { form, browser } = known;
  return { form, ...(browser !== undefined && { browser }) };
}

/** The story goes on; news that the last word of the same side already told adds nothing. */
export function withMoment(call: Answered, moment: Moment): Story {
  const { moments = [], dropped = 0, ...rest } = call.story ?? {};
  if (isNoNews(moments, moment)) return call.story ?? {};
  const at = Math.max(stamp(call, moment.at), moments.at(-1)?.at ?? 0);
  const next = { ...moment, at };
  if (moments.length < maxMoments) return { ...call.story, moments: [...moments, next] };
  const half = maxMoments / 2;
  const kept = [...moments.slice(0, half), ...moments.slice(half + 1), next];
  return { ...rest, moments: kept, dropped: dropped + 1 };
}

/** A hello after a restart repeats which link carries; the way of the media has not changed by that. */
function isNoNews(moments: readonly Moment[], moment: Moment): boolean {
  if (moment.kind !== 'up' || moment.gapMs !== undefined || moment.cause !== undefined) return false;
  const last = moments.findLast(({ role }) => role === moment.role);
  if (last?.kind !== 'up') return false;
  return last.route.path === moment.route.path && last.route.transport === moment.route.transport;
}

/** The moments that lie within the call: what is told after its end, pressed without a network, is no part of it. */
export function momentsOf(call: Call): readonly Moment[] {
  const moments = call.story?.moments ?? [];
  if (call.phase !== 'ended') return moments;
  const endedAt = call.end.at;
  return moments.filter(({ at }) => at <= endedAt);
}
