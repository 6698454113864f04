import type { ConversationActions, Engine, NoteActions } from './engine.ts';
import type { Ports } from './enginePorts.ts';
import { Session } from './session.ts';
import { showCalls, showConversations, showHistory, showNotices, shownNow } from './displayNames.ts';

/** Makes an engine on the given ports, and takes up the sign-in that the tab kept. Runs in Node as well as in browsers. */
export function createEngine(ports: Ports): Engine {
  const session = new Session(ports);
  const { account, calls, history, people, notices, settings, conversation, notes, http } = session;
  void account.restore();
  return {
    account: account.store,
    connection: session.connection,
    calls: shownNow(calls.screen, people.people, showCalls),
    history: shownNow(history.history, people.people, showHistory),
    people: people.people,
    notices: shownNow(notices.notices, people.people, showNotices),
    settings: settings.settings,
    conversations: shownNow(conversation.store, people.people, showConversations),
    notes: notes.store,
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
function conversationActions({ conversation, notes }: Session): ConversationActions {
  return {
    openConversation: (peer) => {
      conversation.open(peer);
      notes.open(peer);
    },
    loadOlder: (peer) => {
      void conversation.with((keeper) => keeper.older(peer));
      notes.older(peer);
    },
    sendMessage: (to, text) => conversation.with((keeper) => keeper.send(to, text)) ?? false,
    sendAgain: (id) => conversation.with((keeper) => keeper.sendAgain(id)),
    discardMessage: (id) => conversation.with((keeper) => keeper.discard(id)),
    readConversation: (peer, upTo) => void conversation.with((keeper) => keeper.read(peer, upTo)),
  };
}

function noteActions({ notes }: Session): NoteActions {
  return {
    findNotes: (callIds) => void notes.find(callIds),
    recordNote: (media) => notes.record(media),
    sendNote: (what, recorded) => notes.send(what, recorded),
    sendNoteAgain: (id) => notes.sendAgain(id),
    discardNote: (id) => notes.discard(id),
    noteMedia: (note) => notes.media(note),
    notePlayed: (id) => notes.played(id),
    ownGreeting: () => notes.greeting((greetings) => greetings.own()),
    saveGreeting: (recorded) => notes.greeting((greetings) => greetings.save(recorded)),
    greetingAfter: (callId) => notes.greeting((greetings) => greetings.after(callId)),
  };
}
