import {
  CallId,
  deadlineNames,
  DeviceId,
  DeviceKindSchema,
  DisplayName,
  endCauses,
  endReasons,
  LinkCauseSchema,
  LinkId,
  nextDue,
  MediaKind,
  MomentSchema,
  RouteSchema,
  Time,
  UserId,
  type Call,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { StoredCall } from './operations.ts';
import type { Tables } from './schema.ts';

const Deadlines = v.object(v.entriesFromList(deadlineNames, v.exactOptional(Time)));
const Presence = v.picklist(['attached', 'closed', 'silent']);

const Word = v.variant('state', [
  v.object({ state: v.literal('none') }),
  v.object({ state: v.literal('up'), linkId: LinkId, route: RouteSchema }),
  v.object({ state: v.literal('down'), linkId: v.nullable(LinkId), cause: LinkCauseSchema }),
]);
const Side = v.object({ deviceId: DeviceId, presence: Presence, word: Word });

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Story = v.object({
  rangAt: v.exactOptional(Time),
  rang: v.exactOptional(v.array(DeviceId)),
  devices: v.exactOptional(v.array(v.object({ deviceId: DeviceId, ...DeviceKindSchema.entries }))),
  moments: v.exactOptional(v.array(MomentSchema)),
  dropped: v.exactOptional(Count),
});

const common = {
  id: CallId,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  media: MediaKind,
  caller: v.object({ userId: UserId, deviceId: DeviceId, name: DisplayName }),
  callee: v.object({ userId: UserId, name: DisplayName }),
  reach: v.picklist(['open', 'hidden', 'silenced']),
  warm: v.picklist(['all', 'relay']),
  placedAt: Time,
  ringDeadlineAt: Time,
  // No decision is made from it, so a story that another release wrote differently must not cost its call.
  story: v.exactOptional(v.fallback(Story, {})),
};
const waiting = { ...common, callerPresence: Presence, deadlines: Deadlines };
const talking = {
  ...common,
  answeredBy: DeviceId,
  answeredAt: Time,
  answeredMedia: MediaKind,
  sides: v.object({ caller: Side, callee: Side }),
  deadlines: Deadlines,
};
const connected = { ...talking, connectedAt: Time, route: RouteSchema };

/** A call as its row's JSON has it: written by an older release perhaps, so it is checked like anything from outside. */
const StoredBody = v.variant('phase', [
  v.object({ phase: v.literal('calling'), ...waiting }),
  v.object({ phase: v.literal('ringing'), ...waiting, ringing: v.array(DeviceId) }),
  v.object({ phase: v.literal('connecting'), ...talking }),
  v.object({ phase: v.literal('active'), ...connected }),
  v.object({ phase: v.literal('reconnecting'), ...connected }),
  v.object({
    phase: v.literal('ended'),
    ...common,
    end: v.object({
      reason: v.picklist(endReasons),
      by: v.exactOptional(UserId),
      deviceId: v.exactOptional(DeviceId),
      at: Time,
      cause: v.exactOptional(v.picklist(endCauses)),
    }),
    answeredBy: v.exactOptional(DeviceId),
    answeredAt: v.exactOptional(Time),
    answeredMedia: v.exactOptional(MediaKind),
    connectedAt: v.exactOptional(Time),
    route: v.exactOptional(RouteSchema),
  }),
]);

/**
 * Reads a call from its row's JSON.
 * @throws {Error} where the row holds something else.
 */
export function callFromJson(body: string): Call {
  const parsed = v.safeParse(StoredBody, JSON.parse(body), { abortEarly: true });
  if (parsed.success) return parsed.output;
  // Where it is wrong, not what stands there: a body holds names.
  throw new Error(`A stored call is broken at ${v.getDotPath(parsed.issues[0]) ?? 'its root'}.`);
}

/**
 * The row of a call that was decided upon `readVersion`, 0 for a new one. Its columns repeat what queries and the database's own rules need of the body.
 */
export function asRow({ call, alias }: StoredCall, readVersion: number): Tables['calls'] {
  const { id, version, reach, placedAt } = call;
  const [callerId, calleeId] = [call.caller.userId, call.callee.userId];
  const [first, second] = callerId < calleeId ? [callerId, calleeId] : [calleeId, callerId];
  return {
    id,
    version,
    readVersion,
    live: call.phase === 'ended' ? 0 : 1,
    reach,
    pair: `${first} ${second}`,
    callerId,
    calleeId,
    placedAt,
    dueAt: nextDue(call)?.at ?? null,
    alias,
    body: JSON.stringify(call),
  };
}
