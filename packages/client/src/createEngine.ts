import type { ConversationActions, Engine, NoteActions } from './engine.ts';
import type { Ports } from './session/ports.ts';
import { Session } from './session/session.ts';
import { showCalls, showConversations, showHistory, showNotices, shownNow } from './stores/shown.ts';

/** Makes an engine on the given ports, and takes up the sign-in that the tab kept. Runs in Node as well as in browsers. */
export function createEngine(ports: Ports): Engine {
  const session = new Session(ports);
  const { account, calls, history, people, notices, settings, conversing, noting, http } = session;
  void account.restore();
  return {
    account: account.store,
    connection: session.connection,
    calls: shownNow(calls.screen, people.people, showCalls),
    history: shownNow(history.history, people.people, showHistory),
    people: people.people,
    notices: shownNow(notices.notices, people.people, showNotices),
    settings: settings.settings,
    conversations: shownNow(conversing.store, people.people, showConversations),
    notes: noting.store,
    fetchConfig: http.fetchConfig,
    remembered: account.remembered,
    signIn: (name, keep = 'tab') => session.signIn(name, keep),
    continueAs: (userId) => session.continueAs(userId),
    signOut: () => session.signOut(),
    rename: (name) => session.rename(name),
    changePicture: (picture) => account.changePicture(picture),
    loadHistory: (name) => history.load(name),
    searchHistory: (search, filter) => history.search(search, filter),
    findEntry: (callId) => history.find(callId),
    callRecord: (callId) => history.record(callId),
    markSeen: (callIds) => {
      notices.seenHere(callIds);
      void history.markSeen(callIds);
    },
    deleteEntries: (callIds) => {
      notices.forget(callIds);
      return history.delete(callIds);
    },
    clearHistory: (before) => {
      notices.reset();
      return history.clear(before);
    },
    searchPeople: (name) => people.search(name),
    person: (userId) => people.person(userId),
    setContact: (userId, change) => people.setContact(userId, change),
    removeContact: (userId) => people.removeContact(userId),
    ...conversationActions(session),
    ...noteActions(session),
    changeSettings: (change) => settings.change(change),
    push: session.push,
    pageHidden: () => session.pageHidden(),
    close: () => session.close(),
  };
}

/** Looking at a conversation is looking at its notes, too. */
function conversationActions({ conversing, noting }: Session): ConversationActions {
  return {
    openConversation: (peer) => {
      conversing.open(peer);
      noting.open(peer);
    },
    loadOlder: (peer) => {
      void conversing.with((keeper) => keeper.older(peer));
      noting.older(peer);
    },
    sendMessage: (to, text) => conversing.with((keeper) => keeper.send(to, text)) ?? false,
    sendAgain: (id) => conversing.with((keeper) => keeper.sendAgain(id)),
    discardMessage: (id) => conversing.with((keeper) => keeper.discard(id)),
    readConversation: (peer, upTo) => void conversing.with((keeper) => keeper.read(peer, upTo)),
  };
}

function noteActions({ noting }: Session): NoteActions {
  return {
    findNotes: (callIds) => void noting.find(callIds),
    recordNote: (media) => noting.record(media),
    sendNote: (what, recorded) => noting.send(what, recorded),
    sendNoteAgain: (id) => noting.sendAgain(id),
    discardNote: (id) => noting.discard(id),
    noteMedia: (note) => noting.media(note),
    notePlayed: (id) => noting.played(id),
    ownGreeting: () => noting.greeting((greetings) => greetings.own()),
    saveGreeting: (recorded) => noting.greeting((greetings) => greetings.save(recorded)),
    greetingAfter: (callId) => noting.greeting((greetings) => greetings.after(callId)),
  };
}
