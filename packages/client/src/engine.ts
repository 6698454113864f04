import type {
  CallId,
  CallRecord,
  ContactChange,
  Entry,
  Media,
  MessageId,
  NoteId,
  Person,
  PublicConfig,
  Result,
  Settings,
  SettingsChange,
  UserId,
} from '@ringback/protocol';
import type { Keep } from './connection/signIn.ts';
import type { Recorded } from './media/recorder.ts';
import type { OpenRecording } from './notes/noteRecording.ts';
import type { PushApi } from './push/pushApi.ts';
import type { Account } from './connection/account.ts';
import type { CallScreen } from './calls/callScreen.ts';
import type { Connection } from './connection/connectionState.ts';
import type { Conversations } from './conversation/conversations.ts';
import type { NoteFor } from './notes/noteStore.ts';
import type { HeardGreeting, NoteMedia, Notes, NoteToPlay } from './notes/notes.ts';
import type { Deletion, History, HistoryFilter, HistoryListName } from './history/history.ts';
import type { Notices } from './history/notices.ts';
import type { People } from './people/people.ts';
import type { ReadonlyStore } from './platform/readonlyStore.ts';
import type { SettingsState } from './settings/settings.ts';

/**
 * The calling engine: everything of Ringback's client but the drawing. Its stores are read by screens and bots alike,
 * its actions are the only way in. Nothing here throws for what people or networkHistory do; it shows in the stores.
 */
export interface Engine extends ConversationActions, NoteActions {
  readonly account: ReadonlyStore<Account>;
  readonly connection: ReadonlyStore<Connection>;
  readonly calls: ReadonlyStore<CallScreen>;
  readonly history: ReadonlyStore<History>;
  readonly people: ReadonlyStore<People>;
  readonly notices: ReadonlyStore<Notices>;
  readonly settings: ReadonlyStore<SettingsState>;
  readonly conversations: ReadonlyStore<Conversations>;
  readonly notes: ReadonlyStore<Notes>;

  /** How guests may come in; asked once before sign-in. */
  readonly fetchConfig: () => Promise<Result<PublicConfig>>;
  /** Who signed in by name in this browser profile and has not signed out, the latest first. */
  readonly remembered: ReadonlyStore<readonly Person[]>;
  /** `profile`: this browser remembers it until they sign out; `tab`, the default, is for this tab alone. Ends a live call first. */
  readonly signIn: (name: string, keep?: Keep) => Promise<Result<Person>>;
  /** Signs in as somebody whom this browser remembers. */
  readonly continueAs: (userId: UserId) => Promise<Result<Person>>;
  /** Ends a live call first. Nobody goes on as them in this browser afterwards without their name. */
  readonly signOut: () => Promise<void>;

  /** Changes what others call the user, on all devices; they sign in with the same name as before. */
  readonly rename: (name: string) => Promise<Result<Person>>;
  /** Gives the user a picture, WebP or JPEG of at most `bounds.pictureBytes`; null takes it away. */
  readonly changePicture: (picture: Blob | null) => Promise<Result<Person>>;

  /** Fetches the first page of a list, or the next older one. */
  readonly loadHistory: (name: HistoryListName) => Promise<void>;
  /** Looks for calls by the words of people's names; an empty search ends it. Only the newest search is answered. */
  readonly searchHistory: (search: string, filter: HistoryFilter) => void;
  /** One's own entry of a call, however far back it lies; `notFound` where there is none. */
  readonly findEntry: (callId: CallId) => Promise<Result<Entry>>;
  /** How a call of one's own went, live or ended; asked anew each time. */
  readonly callRecord: (callId: CallId) => Promise<Result<CallRecord>>;
  readonly markSeen: (callIds: readonly CallId[]) => void;
  readonly deleteEntries: (callIds: readonly CallId[]) => Deletion;
  /** Deletes the entries of all calls placed up to a time of the server, in ms. */
  readonly clearHistory: (before: number) => Deletion;

  /** Looks for a user by exact name; an empty name ends the search. Only the newest search is answered. */
  readonly searchPeople: (name: string) => void;
  readonly person: (userId: UserId) => Promise<Result<Person>>;
  /** Adds somebody to the contacts, or changes what is named of one; an empty name is theirs again. */
  readonly setContact: (userId: UserId, change: ContactChange) => Promise<Result<unknown>>;
  readonly removeContact: (userId: UserId) => Promise<Result<unknown>>;

  /** Changes the settings that are named, on all devices of the user. What becomes of it shows in the store, too. */
  readonly changeSettings: (change: SettingsChange) => Promise<Result<Settings>>;

  /** Being woken up while all tabs are closed, by the push service of the browser. */
  readonly push: PushApi;

  /** The page goes away for good or into the cache: closes peer connections, never hangs up. */
  readonly pageHidden: () => void;
  /** Ends everything this engine holds: sockets, timers, inputs. */
  readonly close: () => void;
}

/** What can be done about messages. */
export interface ConversationActions {
  /** Fetches the newest messages, calls and notes with a person, unless they are there. */
  readonly openConversation: (peer: UserId) => void;
  readonly loadOlder: (peer: UserId) => void;
  /** Puts a message into the outbox, from where it goes once the server is there. False if there is no room for it. */
  readonly sendMessage: (to: UserId, text: string) => boolean;
  /** Sends a message once more that the server refused. */
  readonly sendAgain: (id: MessageId) => void;
  readonly discardMessage: (id: MessageId) => void;
  /** The user has seen a conversation up to the message of a time, in ms. */
  readonly readConversation: (peer: UserId, upTo: number) => void;
}

/** What can be done about notes, and about the greeting before them. */
export interface NoteActions {
  /** Looks for the notes that were left after some calls, at most `bounds.historyPage`; they come into the store. */
  readonly findNotes: (callIds: readonly CallId[]) => void;
  /** Gets ready to record a note; whoever asked closes it. Undefined where its code cannot be fetched. */
  readonly recordNote: (media: Media) => Promise<OpenRecording | undefined>;
  /** Puts a note into the outbox, from where it goes once the server is there. False if it could not be taken in. */
  readonly sendNote: (what: NoteFor, recorded: Recorded) => Promise<boolean>;
  /** Sends a note once more that the server refused. */
  readonly sendNoteAgain: (id: NoteId) => void;
  readonly discardNote: (id: NoteId) => void;
  /** What there is to play of a note, also of one that is on its way. */
  readonly noteMedia: (note: NoteToPlay) => Promise<NoteMedia>;
  /** The user plays a note that is for them. */
  readonly notePlayed: (id: NoteId) => void;
  /** What the user says to those whose calls they do not answer, if anything. */
  readonly ownGreeting: () => Promise<Result<HeardGreeting | undefined>>;
  /** Undefined: there is to be no greeting any more. */
  readonly saveGreeting: (recorded: Recorded | undefined) => Promise<Result<HeardGreeting | undefined>>;
  /** What the one says who did not answer a call of the user. */
  readonly greetingAfter: (callId: CallId) => Promise<Result<HeardGreeting | undefined>>;
}
