import type {
  Account,
  CallScreen,
  Connection,
  Conversations,
  Deletion,
  Engine,
  EntryList,
  HeardGreeting,
  History,
  NoteActions,
  NoteRecordingState,
  Notes,
  OpenRecording,
  Notices,
  People,
  SettingsState,
} from '@ringback/client';
import { defaultSettings, fail, ok, type Person, type PublicConfig } from '@ringback/protocol';
import { createStore } from 'zustand/vanilla';
import type { Notifying } from '../notifications/notifying.ts';
import { me, myDevice, people } from './cast.ts';
import { conversations } from './conversations.ts';
import { entries } from './entries.ts';
import { recordOf } from './records.ts';

/** What a scripted engine shows; whatever is left out is as it is on a quiet day. */
export interface Script {
  readonly account?: Account;
  readonly connection?: Connection;
  readonly calls?: Partial<CallScreen>;
  readonly history?: Partial<History>;
  readonly people?: Partial<People>;
  readonly notices?: Notices;
  readonly settings?: SettingsState;
  readonly conversations?: Conversations;
  readonly remembered?: readonly Person[];
  readonly notes?: Partial<Notes>;
  /** Of the user, and of whoever did not answer. */
  readonly greeting?: HeardGreeting;
  /** How a note is being recorded, once somebody asks for it. */
  readonly recording?: NoteRecordingState;
  readonly notifying?: Notifying;
  readonly guests?: PublicConfig['guests'];
}

const settings: SettingsState = {
  state: 'known',
  values: defaultSettings,
  canRelay: true,
  change: { state: 'idle' },
};
const deletion: Deletion = {
  outcome: Promise.resolve(ok({})),
  undo: () => Promise.resolve(ok({})),
};
const complete: EntryList = { entries, state: 'complete' };
const missed: EntryList = { entries: entries.filter(({ label }) => label === 'missed'), state: 'complete' };

const quietPush: Engine['push'] = {
  key: () => Promise.resolve(fail('notFound')),
  subscribe: () => Promise.resolve(fail('notFound')),
  renew: () => Promise.resolve(fail('notFound')),
  unsubscribe: () => Promise.resolve(ok({})),
};

/**
 * An engine that stands still: it shows one moment of the app and does nothing when something is pressed, so that every
 * screen can be looked at without a server, a second person or luck.
 */
export function scriptedEngine(script: Script): Engine {
  const nothing = () => Promise.resolve();
  const quiet: CallScreen = { current: null, incoming: null, outcome: null, remarks: [] };
  const busy = (script.calls?.current ?? null) !== null;
  const placing = busy ? ({ cannotPlace: 'inCall' } as const) : { place: () => {} };
  const calls = { ...quiet, ...(script.calls?.cannotPlace === undefined && placing), ...script.calls };
  const store = <State>(state: State) => createStore<State>()(() => state);
  return {
    account: store<Account>(script.account ?? { state: 'signedIn', me, deviceId: myDevice }),
    connection: store<Connection>(script.connection ?? { state: 'online' }),
    calls: store<CallScreen>(calls),
    history: store<History>({ all: complete, missed, found: null, unseen: 0, ...script.history }),
    people: store<People>({ state: 'ready', known: people, search: { state: 'idle' }, ...script.people }),
    notices: store<Notices>(script.notices ?? []),
    settings: store<SettingsState>(script.settings ?? settings),
    conversations: store<Conversations>(script.conversations ?? conversations),
    notes: store<Notes>({ known: [], reach: new Map(), outbox: [], lost: new Set(), ...script.notes }),
    fetchConfig: () => Promise.resolve(ok({ guests: script.guests ?? 'open' })),
    remembered: store<readonly Person[]>(script.remembered ?? []),
    continueAs: () => Promise.resolve(ok(me)),
    signIn: () => Promise.resolve(ok(me)),
    signOut: nothing,
    rename: () => Promise.resolve(ok(me)),
    changePicture: () => Promise.resolve(ok(me)),
    loadHistory: nothing,
    markSeen: () => {},
    searchHistory: () => {},
    deleteEntries: () => deletion,
    clearHistory: () => deletion,
    searchPeople: () => {},
    setContact: () => Promise.resolve(ok({})),
    removeContact: () => Promise.resolve(ok({})),
    person: () => Promise.resolve(ok(people[0] ?? me)),
    findEntry: () => Promise.resolve(fail('notFound')),
    callRecord: (callId) => Promise.resolve(recordOf(callId)),
    openConversation: () => {},
    loadOlder: () => {},
    sendMessage: () => true,
    sendAgain: () => {},
    discardMessage: () => {},
    readConversation: () => {},
    ...scriptedNotes(script),
    changeSettings: () => Promise.resolve(ok(defaultSettings)),
    push: quietPush,
    pageHidden: () => {},
    close: () => {},
  };
}

function scriptedNotes(script: Script): NoteActions {
  return {
    findNotes: () => {},
    recordNote: () => Promise.resolve(scriptedRecording(script.recording)),
    sendNote: () => Promise.resolve(true),
    sendNoteAgain: () => {},
    discardNote: () => {},
    noteMedia: () => Promise.resolve({ kind: 'gone' }),
    notePlayed: () => {},
    ownGreeting: () => Promise.resolve(ok(script.greeting)),
    saveGreeting: () => Promise.resolve(ok(undefined)),
    greetingAfter: () => Promise.resolve(ok(script.greeting)),
  };
}

function scriptedRecording(state: NoteRecordingState | undefined): OpenRecording | undefined {
  return state && { state: createStore<NoteRecordingState>()(() => state), stop: () => {}, close: () => {} };
}
