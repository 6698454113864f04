import type { Engine } from './engine.ts';
import type { Ports } from './session/ports.ts';
import { Session } from './session/session.ts';

/** Makes an engine on the given ports, and takes up the sign-in that the tab kept. Runs in Node as well as in browsers. */
export function createEngine(ports: Ports): Engine {
  const session = new Session(ports);
  const { account, calls, history, people, notices, settings, http } = session;
  void account.restore();
  return {
    account: account.store,
    connection: session.connection,
    calls: calls.screen,
    history: history.history,
    people: people.people,
    notices: notices.notices,
    settings: settings.settings,
    fetchConfig: http.fetchConfig,
    signIn: (name) => session.signIn(name),
    signOut: () => session.signOut(),
    loadHistory: (filter) => history.load(filter),
    callRecord: (callId) => history.record(callId),
    markSeen: (callIds) => {
      notices.seenHere(callIds);
      void history.markSeen(callIds);
    },
    deleteEntries: (callIds) => {
      notices.forget(callIds);
      return history.delete(callIds);
    },
    clearHistory: () => {
      notices.reset();
      return history.clear();
    },
    searchPeople: (name) => people.search(name),
    person: (userId) => people.person(userId),
    changeSettings: (change) => settings.change(change),
    pageHidden: () => session.pageHidden(),
    close: () => session.close(),
  };
}
