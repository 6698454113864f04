import type { Conversation, Entry, Person } from '@ringback/protocol';
import { createStore } from 'zustand/vanilla';
import type { CallScreen, CurrentCall, IncomingCall, Outcome } from './calls/callScreen.ts';
import type { Conversations } from './conversation/conversations.ts';
import type { EntryList, History } from './history/history.ts';
import type { MissedNotice, Notices } from './history/notices.ts';
import type { People } from './people/people.ts';
import type { ReadonlyStore } from './platform/readonlyStore.ts';

/*
 * Calls, entries and messages each come with the name that the other one had at that time. What is shown is what is
 * known of them now, so that a new name is everywhere at once, and what was fetched need not be fetched again.
 */

/** Finds somebody as they are known now. The same person is the same object until something about them changes. */
export type DisplayNames = (person: Person) => Person;

/** A store in which everybody is shown as they are known now. */
export function shownNow<State>(
  source: ReadonlyStore<State>,
  people: ReadonlyStore<People>,
  show: (state: State, face: DisplayNames) => State,
): ReadonlyStore<State> {
  let { known } = people.getState();
  let face = faceAmong(known);
  const store = createStore<State>(() => show(source.getState(), face));
  const update = (): void => store.setState(show(source.getState(), face), true);
  source.subscribe(update);
  people.subscribe((now) => {
    if (now.known === known) return;
    ({ known } = now);
    face = faceAmong(known);
    update();
  });
  return store;
}

function faceAmong(known: People['known']): DisplayNames {
  const byId = new Map<Person['id'], Person>(known.map((person) => [person.id, person]));
  return (person) => byId.get(person.id) ?? person;
}

/** Shows things with the peer as known now; what was made of one stays the same object until its peer changes. */
function peerShownIn<Thing extends { readonly peer: Person }>(): (thing: Thing, face: DisplayNames) => Thing {
  const made = new WeakMap<Thing, Thing>();
  return (thing, face) => {
    const peer = face(thing.peer);
    if (peer === thing.peer) return thing;
    const before = made.get(thing);
    if (before?.peer === peer) return before;
    const now = { ...thing, peer };
    made.set(thing, now);
    return now;
  };
}

const showEntry = peerShownIn<Entry>();
const showNotice = peerShownIn<MissedNotice>();
const showConversation = peerShownIn<Conversation>();
const showCurrent = peerShownIn<CurrentCall>();
const showIncoming = peerShownIn<IncomingCall>();
const showOutcome = peerShownIn<Outcome>();

/** Calls with people as they are known now. */
export function showCalls(screen: CallScreen, face: DisplayNames): CallScreen {
  const { current, incoming, outcome } = screen;
  return {
    ...screen,
    current: current && showCurrent(current, face),
    incoming: incoming && showIncoming(incoming, face),
    outcome: outcome && showOutcome(outcome, face),
  };
}

/** Notices with people as they are known now. */
export function showNotices(notices: Notices, face: DisplayNames): Notices {
  return notices.map((notice) => showNotice(notice, face));
}

/** All lists of the history with people as they are known now. */
export function showHistory(history: History, face: DisplayNames): History {
  const { found } = history;
  return {
    ...history,
    all: showList(history.all, face),
    missed: showList(history.missed, face),
    found: found && { ...found, list: showList(found.list, face) },
  };
}

/** Conversations with people as they are known now. */
export function showConversations(conversations: Conversations, face: DisplayNames): Conversations {
  const { known, threads } = conversations;
  return {
    ...conversations,
    known: known.map((one) => showConversation(one, face)),
    threads: new Map(
      [...threads].map(([peer, thread]) => [peer, { ...thread, calls: showList(thread.calls, face) }]),
    ),
  };
}

/** Lists can be long, and most changes are about none of them: a list that was shown before is not shown anew. */
const shownLists = new WeakMap<
  readonly Entry[],
  { readonly face: DisplayNames; readonly entries: readonly Entry[] }
>();

function showList(list: EntryList, face: DisplayNames): EntryList {
  const before = shownLists.get(list.entries);
  if (before?.face === face) return { ...list, entries: before.entries };
  const entries = list.entries.map((entry) => showEntry(entry, face));
  shownLists.set(list.entries, { face, entries });
  return { ...list, entries };
}
