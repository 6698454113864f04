import type {
  CallId,
  Conversation,
  DeviceId,
  Entry,
  EntryDraft,
  Greeting,
  HistoryCursor,
  Message,
  Note,
  NoteId,
  NoteOffer,
  Person,
  ProfileId,
  RemovalId,
  Settings,
  SettingsChange,
  UserId,
} from '@ringback/protocol';
import type { Call } from '@ringback/protocol';
import type { AccountOperations } from './accountOperations.ts';
import type { ContactOperations } from './contactOperations.ts';
import type { Tables } from './schema.ts';

/** A call as it is stored, with the other id by which it is known where both sides called each other. */
export interface StoredCall {
  readonly call: Call;
  readonly alias: CallId | null;
}

/** A callee's only seat, to be taken by the call that rings or is answered first. */
export type Claim = Tables['engaged'];

/** An id that comes into use, and the call that is not written if it was used before: its own, or that of which it becomes an alias. */
export interface FreshId {
  readonly id: CallId;
  readonly callId: CallId;
}

/** What one user knows of another: whether they ever called them, or were only called by them. */
export interface Acquaintance {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly called: boolean;
}

/** All that one set of requests changes. */
export interface Batch {
  readonly calls: readonly Tables['calls'][];
  /** Seats that calls must get, or they are not written. */
  readonly claims: readonly Claim[];
  /** Ids that nobody may have used before. */
  readonly fresh: readonly FreshId[];
  readonly entries: readonly EntryDraft[];
  readonly met: readonly Acquaintance[];
  /** Whose missed calls are to be counted afterwards. */
  readonly countFor: readonly UserId[];
  readonly at: number;
}

/** What became of a batch. */
export interface Written {
  /** Calls that are stored now; the others were changed by somebody else meanwhile. */
  readonly won: ReadonlySet<CallId>;
  /** Unseen missed calls by user; none where a user is left out. */
  readonly missed: ReadonlyMap<UserId, number>;
}

/** What to list of a history: newest first, from after a cursor. */
export interface PageWish {
  readonly userId: UserId;
  readonly filter: 'all' | 'missed';
  /** The calls with one person alone. */
  readonly peer: UserId | undefined;
  /** The calls with people whose names have words that begin so. */
  readonly search: string | undefined;
  readonly before: HistoryCursor | undefined;
  readonly limit: number;
}

/** Entries that leave a user's history, for good unless they are brought back soon. */
export interface Removal {
  readonly userId: UserId;
  readonly removal: RemovalId;
  readonly at: number;
}

/** One page of a user's history. */
export interface Page {
  readonly entries: Entry[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: HistoryCursor;
  readonly missed: number;
}

/** A message that is to be stored; its time may have to be later. */
export type MessageDraft = Message;

/** What became of a message. `known`: it was sent before. `conflict`: its id is that of another one. */
export type SentMessage =
  | { readonly kind: 'stored'; readonly message: Message; readonly met: readonly Acquaintance[] }
  | { readonly kind: 'known'; readonly message: Message }
  | { readonly kind: 'conflict' };

/** What to list of a conversation: newest first, from before a time. */
export interface MessageWish {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly before: number | undefined;
  readonly limit: number;
}

/** One page of a conversation. */
export interface MessagePage {
  readonly messages: Message[];
  /** Before which time the next page begins; absent on the last one. */
  readonly next?: number;
}

/** How far a user has got with the messages of another one. */
export interface MarkWish {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly delivered: number | undefined;
  readonly read: number | undefined;
}

/** A note whose bytes may not all be there yet. `hidden`: the one whom it is for never hears of it. */
export interface NoteDraft extends NoteOffer {
  readonly from: UserId;
  readonly to: UserId;
  readonly hidden: boolean;
}

/** A note as it is stored, and as its people see it once all of it is there. */
export interface StoredNote {
  readonly draft: NoteDraft;
  readonly note: Note | undefined;
  readonly kept: boolean;
}

/**
 * What became of an offer. `taken`: also if it was before. `conflict`: the id, or the call, has another note. `full`:
 * too many are kept already.
 */
export type OfferedNote =
  | { readonly kind: 'taken'; readonly stored: StoredNote }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'full' };

/** A greeting; its bytes are kept by its id. */
export interface StoredGreeting extends Omit<Greeting, 'envelope'> {
  readonly id: NoteId;
}

/** One page of the notes between two, newest first. */
export interface NotePage {
  readonly notes: Note[];
  /** Before which time the next page begins; absent on the last one. */
  readonly next?: number;
}

/** Where and how one browser of a user is woken up. */
export type PushSubscription = Tables['pushSubscriptions'];

/**
 * All that can be asked of the database: what each operation takes and gives. One argument each, of plain data, for it
 * travels to another thread.
 */
export interface Operations extends AccountOperations, ContactOperations {
  'calls:live': { input: null; output: StoredCall[] };
  /** By id or alias; those that do not exist are left out. */
  'calls:byIds': { input: readonly CallId[]; output: StoredCall[] };
  /** Live calls in which something was due by a time. */
  'calls:overdue': { input: { at: number; limit: number }; output: CallId[] };
  'calls:write': { input: Batch; output: Written };
  /** A user without any is left out. */
  'history:missed': { input: readonly UserId[]; output: Map<UserId, number> };
  'history:page': { input: PageWish; output: Page };
  /** Marks missed calls as seen; gives the entries that were not yet. */
  'history:see': { input: { userId: UserId; callIds: readonly CallId[] }; output: Entry[] };
  /** Gives the calls of those entries that were there. */
  'history:remove': { input: Removal & { callIds: readonly CallId[] }; output: CallId[] };
  /** Removes the entries of all calls placed up to a time; gives how many there were. */
  'history:removeUntil': { input: Removal & { placedAt: number }; output: number };
  /** Brings back what was removed since a time; gives the calls of all that is back. */
  'history:restore': { input: Omit<Removal, 'at'> & { since: number }; output: CallId[] };
  'history:entries': { input: { userId: UserId; callIds: readonly CallId[] }; output: Entry[] };
  /** Forgets what was removed up to a time. */
  'history:purge': { input: number; output: void };
  /** Those that do not exist are left out. */
  'people:named': { input: readonly UserId[]; output: Person[] };
  /** What the first of each pair knows of the second; nothing where they do not know them. */
  'people:acquaintances': { input: readonly (readonly [UserId, UserId])[]; output: Acquaintance[] };
  /** By the name they sign in with, or else by what others call them, if it is but one; exact but for case. */
  'people:find': { input: string; output: Person | undefined };
  'messages:send': { input: MessageDraft; output: SentMessage };
  'messages:page': { input: MessageWish; output: MessagePage };
  /** As the first of the two has it; undefined where nothing was written. */
  'conversations:between': {
    input: { userId: UserId; peerId: UserId };
    output: Conversation | undefined;
  };
  'conversations:of': { input: { userId: UserId; limit: number }; output: Conversation[] };
  /** Never takes anything back; undefined where nothing was written. */
  'conversations:mark': {
    input: MarkWish;
    output: { readonly conversation: Conversation; readonly isNew: boolean } | undefined;
  };
  /** `room`: how many bytes all notes may have together. */
  'notes:offer': { input: { draft: NoteDraft; at: number; room: number }; output: OfferedNote };
  'notes:byId': { input: NoteId; output: StoredNote | undefined };
  'notes:ofCalls': { input: { userId: UserId; callIds: readonly CallId[] }; output: Note[] };
  /** All of its bytes are there; undefined where they are not wanted any more. */
  'notes:complete': { input: { id: NoteId; at: number }; output: StoredNote | undefined };
  'notes:page': { input: MessageWish; output: NotePage };
  /** The latest notes to a user that were not played, or that a browser profile has not fetched. */
  'notes:new': { input: { userId: UserId; profileId: ProfileId | undefined; limit: number }; output: Note[] };
  /** Undefined if it is not for this user. `isNew`: it was not played before. */
  'notes:played': {
    input: { userId: UserId; id: NoteId; at: number };
    output: { readonly note: Note; readonly isNew: boolean } | undefined;
  };
  /** A profile of a user keeps these notes. Gives those that every profile seen since a time keeps now. */
  'notes:fetched': {
    input: { userId: UserId; profileId: ProfileId; ids: readonly NoteId[]; since: number };
    output: NoteId[];
  };
  /** Releases those whose bytes are of no use any more: old, delivered everywhere, or never finished. */
  'notes:releaseSpent': {
    input: { sentBefore: number; offeredBefore: number; seenSince: number; limit: number };
    output: { readonly ids: readonly NoteId[]; readonly known: readonly StoredNote[] };
  };
  /** Their bytes are about to go; drafts are forgotten whole. Gives those that people know of. */
  'notes:release': { input: readonly NoteId[]; output: StoredNote[] };
  'greetings:of': { input: UserId; output: StoredGreeting | undefined };
  /** In place of the one before, if there is room; tells by which id the bytes of that one were kept. */
  'greetings:set': {
    input: { userId: UserId; greeting: StoredGreeting & { readonly size: number }; room: number };
    output: { readonly kind: 'set'; readonly before: NoteId | undefined } | { readonly kind: 'full' };
  };
  /** Gives by which id the bytes of the one that there was were kept. */
  'greetings:remove': { input: UserId; output: NoteId | undefined };
  /** Whose bytes are there, or on their way; also those of greetings. */
  'notes:kept': { input: null; output: NoteId[] };
  /** Notes that a user was here with a browser profile; forgets the oldest beyond the bound. */
  'profiles:see': { input: { userId: UserId; profileId: ProfileId; at: number }; output: void };
  /** The browser profiles with which a user was here since a time, the latest first. */
  'profiles:of': { input: { userId: UserId; since: number }; output: ProfileId[] };
  /** Keeps a subscription in place of that which the user had in this profile; their oldest beyond a bound are forgotten. */
  'push:keep': { input: { subscription: PushSubscription; atMost: number }; output: void };
  'push:of': { input: UserId; output: PushSubscription[] };
  /** Whose browsers are woken up at all. */
  'push:users': { input: null; output: UserId[] };
  'push:byToken': { input: string; output: (PushSubscription & { readonly name: string }) | undefined };
  /** The browser's push service takes messages elsewhere from now on. */
  'push:move': {
    input: Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth' | 'seenAt'>;
    output: void;
  };
  'push:see': { input: Pick<PushSubscription, 'id' | 'seenAt'>; output: void };
  'push:forget': { input: DeviceId; output: void };
  /** Forgets subscriptions of which nobody has heard since a time. */
  'push:forgetUnseen': { input: number; output: void };
  'settings:of': { input: UserId; output: Settings };
  /** Changes what is named; gives all of them. */
  'settings:change': { input: { userId: UserId; change: SettingsChange }; output: Settings };
  /** Finds a secret of the server; where there is none yet, the fresh one is kept. */
  'secrets:keep': { input: { name: string; fresh: string }; output: string };
}

export type OperationName = keyof Operations;
export type Input<N extends OperationName> = Operations[N]['input'];
export type Output<N extends OperationName> = Operations[N]['output'];

/** Carries out every operation. */
export type OperationHandlers = {
  readonly [N in OperationName]: (input: Input<N>) => Promise<Output<N>>;
};

/** The database, wherever it is. */
export interface Storage {
  /** @throws {StorageError} when the database refuses. */
  run<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** Writes everything back into the database file and closes it. */
  close(): Promise<void>;
}
