import * as v from 'valibot';
import {
  CallRecord,
  DeviceKindSchema,
  GapMs,
  LinkCauseSchema,
  MediaKind,
  RouteSchema,
  Time,
  WireCall,
} from './wireCall.ts';
import { Entry, HistoryCursor, MissedCount } from './history.ts';
import { CallId, DeviceId, LinkId, MessageId, NoteId, ProfileId, RemovalId, UserId } from '../common/ids.ts';
import { bounds } from './limits.ts';
import { Conversation, Message, MessageText } from './message.ts';
import { PersonName } from './names.ts';
import { Note } from './note.ts';
import { KnownPerson, Person } from './people.ts';
import { Settings } from './settings.ts';

/** A payload with exactly these fields. Valibot takes an empty array for an empty object; the contract does not. */
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

/** Opaque to the server, which never parses what two devices say to each other. */
export const Box = v.pipe(v.string(), v.maxBytes(bounds.boxBytes));

/** A link that carries media to the device that says so. */
export const CarryingLink = v.strictObject({ callId: CallId, linkId: LinkId, route: RouteSchema });
export type CarryingLink = v.InferOutput<typeof CarryingLink>;

export const IceServer = v.object({
  urls: v.array(v.pipe(v.string(), v.maxLength(300))),
  username: v.optional(v.pipe(v.string(), v.maxLength(200))),
  credential: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
export type IceServer = v.InferOutput<typeof IceServer>;

/**
 * Every request a client can make: what it sends and what it is told. Both ends derive their types, the server its
 * complete set of handlers, and both doors their checks from this one table.
 */
export const requests = {
  /** First on every socket: attaches the device and tells it all it missed. */
  'session:hello': {
    payload: fields({
      links: v.optional(v.pipe(v.array(CarryingLink), v.maxLength(bounds.helloLinks))),
      /** The browser profile that the device is a tab of; absent for what is no browser. */
      profile: v.optional(ProfileId),
      /** What kind of device it is, for the records of its calls; absent for what is no browser. */
      kind: v.optional(DeviceKindSchema),
    }),
    data: v.object({
      me: Person,
      device: v.object({ id: DeviceId }),
      calls: v.array(WireCall),
      settings: Settings,
      /** Whether there is a relay that this browser can reach; without one, calls can only be direct. */
      canRelay: v.boolean(),
      missed: MissedCount,
      serverTime: Time,
    }),
  },
  'call:get': { payload: onCall, data: WireCall },
  /** How a call went, also once it has ended; to its parties alone, like `call:get`. */
  'call:record': { payload: onCall, data: CallRecord },
  'call:place': { payload: fields({ callId: CallId, to: UserId, media: MediaKind }), data: WireCall },
  'call:ringing': { payload: onCall, data: WireCall },
  'call:accept': { payload: fields({ callId: CallId, media: MediaKind }), data: WireCall },
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
      /** Names the network that the browser is in; says nothing of its address. */
      network: v.optional(v.pipe(v.string(), v.maxLength(64))),
    }),
  },
  'history:list': {
    payload: fields({
      filter: v.optional(v.picklist(['all', 'missed']), 'all'),
      /** Of the calls with one person alone. */
      peer: v.optional(UserId),
      /** Of the calls with people whose names have words that begin so. */
      search: v.optional(v.pipe(v.string(), v.regex(/^\P{Cc}+$/u), v.maxLength(bounds.searchLength))),
      before: v.optional(HistoryCursor),
      limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(bounds.historyPage))),
    }),
    data: v.object({ entries: v.array(Entry), next: v.optional(HistoryCursor), missed: MissedCount }),
  },
  'history:seen': { payload: fields({ callIds }), data: v.object({ missed: MissedCount }) },
  /**
   * Deletes the named entries, or with `before` all that were placed up to that time. Under its `removal` they can be
   * brought back for a while; several requests may share one.
   */
  'history:delete': {
    payload: v.union([
      fields({ callIds, removal: v.optional(RemovalId) }),
      fields({ before: Time, removal: v.optional(RemovalId) }),
    ]),
    data: v.object({ missed: MissedCount }),
  },
  /** Brings back what was deleted under a removal; `notFound` once that is too long ago. */
  'history:restore': { payload: fields({ removal: RemovalId }), data: v.object({ missed: MissedCount }) },
  /**
   * Changes what others call the user, who signs in with the same name as before. `conflict` where somebody else
   * signs in with that name.
   */
  'me:rename': { payload: fields({ name: PersonName }), data: Person },
  /** The user's contacts, and those they have talked to. */
  'people:list': { payload: nothing, data: v.object({ people: v.array(KnownPerson) }) },
  /**
   * Adds somebody to the user's contacts, or changes what is named of one; an empty name is theirs again. `conflict`
   * where there is no room for one more.
   */
  'contact:set': {
    payload: fields({
      userId: UserId,
      name: v.optional(v.union([v.literal(''), PersonName])),
      isFavorite: v.optional(v.boolean()),
    }),
    data: KnownPerson,
  },
  /** Answers how they are known from now on. */
  'contact:remove': { payload: fields({ userId: UserId }), data: KnownPerson },
  'people:get': { payload: fields({ userId: UserId }), data: Person },
  /**
   * Someone by the exact name with which they sign in, or else by what others call them, if that is but one person.
   * `notFound` also for oneself.
   */
  'people:find': { payload: fields({ name: PersonName }), data: Person },
  /** The user's conversations in which something was written, the latest first. */
  'conversation:list': { payload: nothing, data: v.object({ conversations: v.array(Conversation) }) },
  /**
   * Tells how far this user has got with the peer's messages; never takes anything back. `notFound` where nothing was
   * written yet.
   */
  'conversation:mark': {
    payload: fields({ peer: UserId, delivered: v.optional(Time), read: v.optional(Time) }),
    data: Conversation,
  },
  /** The same again is answered with the same message; the same id with anything else is a `conflict`. */
  'message:send': { payload: fields({ id: MessageId, to: UserId, text: MessageText }), data: Message },
  /** Messages with one person, newest first, from before a time. */
  'message:list': {
    payload: fields({
      peer: UserId,
      before: v.optional(Time),
      limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(bounds.messagePage))),
    }),
    data: v.object({ messages: v.array(Message), next: v.optional(Time) }),
  },
  /** Notes to and from one person, newest first, from before a time. */
  'note:list': {
    payload: fields({
      peer: UserId,
      before: v.optional(Time),
      limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(bounds.notePage))),
    }),
    data: v.object({ notes: v.array(Note), next: v.optional(Time) }),
  },
  /** The notes that were left after some calls, as far as there are any. */
  'note:ofCalls': {
    payload: fields({ callIds: v.pipe(v.array(CallId), v.minLength(1), v.maxLength(bounds.historyPage)) }),
    data: v.object({ notes: v.array(Note) }),
  },
  /** The latest notes to the user that were not played, or that this browser profile has not fetched. */
  'note:new': { payload: nothing, data: v.object({ notes: v.array(Note) }) },
  /** The browser profile of this device keeps these notes from now on: the server need not, for its sake. */
  'note:fetched': {
    payload: fields({ noteIds: v.pipe(v.array(NoteId), v.minLength(1), v.maxLength(bounds.notePage)) }),
    data: v.object({}),
  },
  /** The one whom the note is for plays it. */
  'note:played': { payload: fields({ noteId: NoteId }), data: Note },
  /** Changes the user's settings that are named; answers all of them. */
  'settings:set': {
    payload: fields({
      alwaysRelay: v.optional(v.boolean()),
      missedCallPrompts: v.optional(v.boolean()),
    }),
    data: Settings,
  },
} as const;

export type RequestTable = typeof requests;
export type RequestName = keyof RequestTable;
/** What the client sends. */
export type Payload<N extends RequestName> = v.InferInput<RequestTable[N]['payload']>;
/** What the server has checked. */
export type CheckedPayload<N extends RequestName> = v.InferOutput<RequestTable[N]['payload']>;
/** What the server answers. */
export type Data<N extends RequestName> = v.InferOutput<RequestTable[N]['data']>;

/** Whether a name that came over the wire is a request's. */
export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}
