import * as v from 'valibot';
import { CallId, DeviceId, LinkId, MessageId, NoteId, ProfileId, RemovalId, UserId } from '../common/ids.ts';
import type { Result } from './base/errors.ts';
import { Entry, HistoryCursor, historyFilters, MissedCount } from './history.ts';
import { bounds } from './base/limits.ts';
import { Conversation, Message, MessageText } from './message.ts';
import { PersonName } from './names/names.ts';
import { Note } from './note.ts';
import { KnownPerson, Person, RulesChange } from './base/people.ts';
import { reportFields } from './host/report.ts';
import { Settings, settingsChange } from './privacy/settings.ts';
import { DeviceKindSchema, GapMs, LinkCauseSchema, MediaKind, RouteSchema, Time } from './base/values.ts';
import { CallReason, CallRecord, WireCall } from './wireCall.ts';

/** A payload with exactly these fields. Valibot accepts an empty array as an empty object; this does not. */
function fields<Entries extends v.ObjectEntries>(entries: Entries) {
  const shape = v.strictObject(entries);
  type Input = v.InferInput<typeof shape>;
  return v.pipe(
    v.custom<Input>((payload) => !Array.isArray(payload), 'Expected an object'),
    shape,
  );
}

const onCall = fields({ callId: CallId });
const nothing = fields({});
const callIds = v.pipe(v.array(CallId), v.minLength(1), v.maxLength(bounds.historyBatch));

/** A signal between two devices, opaque to the server. */
export const Box = v.pipe(v.string(), v.maxBytes(bounds.boxBytes));

/** A link that carries media to the reporting device. */
export const CarryingLink = v.strictObject({ callId: CallId, linkId: LinkId, route: RouteSchema });
export type CarryingLink = v.InferOutput<typeof CarryingLink>;

export const IceServer = v.object({
  urls: v.array(v.pipe(v.string(), v.maxLength(300))),
  username: v.optional(v.pipe(v.string(), v.maxLength(200))),
  credential: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
export type IceServer = v.InferOutput<typeof IceServer>;

/**
 * Every request a client can make: its payload and the data of its answer. Both ends derive their types and checks from
 * this one table, and the server its complete set of handlers.
 */
export const requests = {
  /** The first request on every socket: attaches the device and returns what it missed. */
  'session:hello': {
    payload: fields({
      links: v.optional(v.pipe(v.array(CarryingLink), v.maxLength(bounds.helloLinks))),
      /** The browser profile that the tab belongs to; absent outside browsers. */
      profile: v.optional(ProfileId),
      /** What kind of device it is, for the records of its calls; absent outside browsers. */
      kind: v.optional(DeviceKindSchema),
    }),
    data: v.object({
      me: Person,
      device: v.object({ id: DeviceId }),
      calls: v.array(WireCall),
      settings: Settings,
      /** Whether there is a relay for this browser. Without one, calls can only be direct. */
      canRelay: v.boolean(),
      missed: MissedCount,
      serverTime: Time,
    }),
  },
  /** For measuring the server's time again, after a clock of this machine was set or stood still. */
  'session:time': { payload: fields({}), data: v.object({ serverTime: Time }) },
  'call:get': { payload: onCall, data: WireCall },
  /** How a call went, also after it has ended. Only for its parties, like `call:get`. */
  'call:record': { payload: onCall, data: CallRecord },
  /** `reason`: what it is about. `urgent`: rings in quiet hours where the callee allows it; for contacts, a few times a day. */
  'call:place': {
    payload: fields({
      callId: CallId,
      to: UserId,
      media: MediaKind,
      reason: v.optional(CallReason),
      urgent: v.optional(v.literal(true)),
    }),
    data: WireCall,
  },
  /** Asks the caller of a request what it is about; the sound stops on all of this user's devices. */
  'call:askReason': { payload: onCall, data: WireCall },
  /** The caller's answer to that. */
  'call:giveReason': { payload: fields({ callId: CallId, reason: CallReason }), data: WireCall },
  'call:ringing': { payload: onCall, data: WireCall },
  /** `current`: what becomes of the call that this device is in; it happens only if the accept does. */
  'call:accept': {
    payload: fields({
      callId: CallId,
      media: MediaKind,
      current: v.optional(v.picklist(['hold', 'end'])),
    }),
    data: WireCall,
  },
  /**
   * Puts an answered call on hold, or resumes it, for this user alone. Resuming holds the other call of the device.
   * `conflict` if the user holds another call already, or resumes one while they talk on another device.
   */
  'call:hold': { payload: fields({ callId: CallId, held: v.boolean() }), data: WireCall },
  'call:decline': { payload: onCall, data: WireCall },
  'call:end': {
    payload: fields({
      callId: CallId,
      endedAgoMs: v.optional(Time),
      peerEnded: v.optional(v.boolean()),
    }),
    data: WireCall,
  },
  'call:signal': {
    payload: fields({ callId: CallId, to: DeviceId, linkId: LinkId, box: Box }),
    data: v.object({}),
  },
  'call:linkUp': {
    payload: fields({
      callId: CallId,
      linkId: LinkId,
      route: RouteSchema,
      gapMs: v.optional(GapMs),
      cause: v.optional(LinkCauseSchema),
    }),
    data: WireCall,
  },
  'call:linkDown': {
    payload: fields({ callId: CallId, linkId: LinkId, cause: LinkCauseSchema }),
    data: WireCall,
  },
  'ice:servers': {
    payload: onCall,
    data: v.object({
      iceServers: v.array(IceServer),
      expiresAt: Time,
      /** Identifies the browser's network without revealing its address. */
      network: v.optional(v.pipe(v.string(), v.maxLength(64))),
    }),
  },
  /** Relay credentials for a check-up: valid for a minute, and not tied to a call. Six a minute. */
  'checkup:relay': {
    payload: nothing,
    data: v.object({
      iceServers: v.array(IceServer),
      /** The second UDP port of the relay, to compare how both see this browser; empty if it has none. */
      secondPort: v.array(IceServer),
      expiresAt: Time,
      /** Identifies the browser's network without revealing its address. */
      network: v.optional(v.pipe(v.string(), v.maxLength(64))),
    }),
  },
  'history:list': {
    payload: fields({
      filter: v.optional(v.picklist(historyFilters), 'all'),
      /** Only calls with this person. */
      peer: v.optional(UserId),
      /** Only calls with people whose names have words that begin with these. */
      search: v.optional(v.pipe(v.string(), v.regex(/^\P{Cc}+$/u), v.maxLength(bounds.searchLength))),
      before: v.optional(HistoryCursor),
      limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(bounds.historyPage))),
    }),
    data: v.object({ entries: v.array(Entry), next: v.optional(HistoryCursor), missed: MissedCount }),
  },
  'history:seen': { payload: fields({ callIds }), data: v.object({ missed: MissedCount }) },
  /**
   * Deletes the listed entries, or with `before` all that were placed up to that time. With a `removal` they can be
   * restored for a while; several requests may share one.
   */
  'history:delete': {
    payload: v.union([
      fields({ callIds, removal: v.optional(RemovalId) }),
      fields({ before: Time, removal: v.optional(RemovalId) }),
    ]),
    data: v.object({ missed: MissedCount }),
  },
  /** Restores what was deleted with a removal; `notFound` once that is too long ago. */
  'history:restore': { payload: fields({ removal: RemovalId }), data: v.object({ missed: MissedCount }) },
  /**
   * Changes the user's display name, but not the name they sign in with. `conflict` if another user signs in with the
   * new name.
   */
  'me:rename': { payload: fields({ name: PersonName }), data: Person },
  /** The user's contacts, and the people they have talked to. */
  'people:list': { payload: nothing, data: v.object({ people: v.array(KnownPerson) }) },
  /**
   * Adds a contact, or changes the given parts of one; an empty name removes the user's own name for them. `conflict`
   * if the list is full.
   */
  'contact:set': {
    payload: fields({
      userId: UserId,
      name: v.optional(v.union([v.literal(''), PersonName])),
      isFavorite: v.optional(v.boolean()),
    }),
    data: KnownPerson,
  },
  /** Returns the person as the user knows them without the contact. */
  'contact:remove': { payload: fields({ userId: UserId }), data: KnownPerson },
  'people:get': { payload: fields({ userId: UserId }), data: Person },
  /**
   * Finds a person by the exact name with which they sign in, or else by their display name if only one person has it.
   * `notFound` also for the user themself.
   */
  'people:find': { payload: fields({ name: PersonName }), data: Person },
  /** The user's conversations with at least one message, the latest first. */
  'conversation:list': { payload: nothing, data: v.object({ conversations: v.array(Conversation) }) },
  /**
   * Reports this user's progress in the peer's messages; earlier times change nothing. `notFound` before the first
   * message.
   */
  'conversation:mark': {
    payload: fields({ peer: UserId, delivered: v.optional(Time), read: v.optional(Time) }),
    data: Conversation,
  },
  /** Repeating it returns the same message; the same id with other contents is a `conflict`. */
  'message:send': { payload: fields({ id: MessageId, to: UserId, text: MessageText }), data: Message },
  /** Messages with one person from before a time, newest first. */
  'message:list': {
    payload: fields({
      peer: UserId,
      before: v.optional(Time),
      limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(bounds.messagePage))),
    }),
    data: v.object({ messages: v.array(Message), next: v.optional(Time) }),
  },
  /** Notes to and from one person from before a time, newest first. */
  'note:list': {
    payload: fields({
      peer: UserId,
      before: v.optional(Time),
      limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(bounds.notePage))),
    }),
    data: v.object({ notes: v.array(Note), next: v.optional(Time) }),
  },
  /** The notes that were left after these calls. */
  'note:ofCalls': {
    payload: fields({ callIds: v.pipe(v.array(CallId), v.minLength(1), v.maxLength(bounds.historyPage)) }),
    data: v.object({ notes: v.array(Note) }),
  },
  /** The latest notes to the user that are unplayed, or that this browser profile has not fetched. */
  'note:new': { payload: nothing, data: v.object({ notes: v.array(Note) }) },
  /** This browser profile has stored these notes, so the server need not keep them for it. */
  'note:fetched': {
    payload: fields({ noteIds: v.pipe(v.array(NoteId), v.minLength(1), v.maxLength(bounds.notePage)) }),
    data: v.object({}),
  },
  /** The recipient plays the note. */
  'note:played': { payload: fields({ noteId: NoteId }), data: Note },
  /** Changes the given settings and returns all of them. */
  'settings:set': { payload: fields(settingsChange), data: Settings },
  /** Reports a person to the host of the server. The person is not told. */
  'report:send': { payload: fields(reportFields), data: v.object({}) },
  /**
   * Changes the given rules about a person, whom nothing tells of it, and returns the person as the user knows them.
   * `conflict` if there are rules about too many people.
   */
  'privacy:setRules': { payload: fields({ userId: UserId, change: RulesChange }), data: KnownPerson },
} as const;

type RequestTable = typeof requests;
export type RequestName = keyof RequestTable;
/** What the client sends. */
export type Payload<N extends RequestName> = v.InferInput<RequestTable[N]['payload']>;
/** What the server's handlers get after the check. */
export type CheckedPayload<N extends RequestName> = v.InferOutput<RequestTable[N]['payload']>;
/** What the server answers. */
export type Data<N extends RequestName> = v.InferOutput<RequestTable[N]['data']>;

/** Whether a name that came over the wire names a request. */
export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

/** Socket.IO's map of what clients send: every message is a request with an acknowledgement. */
export type ClientToServerEvents = {
  [N in RequestName]: (payload: Payload<N>, ack: (result: Result<Data<N>>) => void) => void;
};

/** A complete server: one handler per request. A missing or misspelled one does not compile. */
export type Handlers<Context> = {
  readonly [N in RequestName]: (
    context: Context,
    payload: CheckedPayload<N>,
  ) => Result<Data<N>> | Promise<Result<Data<N>>>;
};
