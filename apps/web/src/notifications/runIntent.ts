import type { CallScreen, Engine, IncomingCall, People, ReadonlyStore } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { navigate } from 'wouter/use-browser-location';
import type { Intent } from './shared/sharedDatabase.ts';

/** Time for a tab that was just opened to reach the server; later the user no longer waits for the click to act. */
const timeoutMs = 15_000;

/** Does in this tab what a click on a notification asked for, as soon as it is possible. */
export async function runIntent(
  { calls, people }: Pick<Engine, 'calls'> & { readonly people: ReadonlyStore<People> },
  intent: Intent,
): Promise<void> {
  switch (intent.kind) {
    case 'accept':
    case 'decline': {
      const { kind, callId } = intent;
      const answers = await waitFor(calls, (screen) => answersTo(screen, callId));
      // The call is over or was answered elsewhere: its page says what became of it.
      if (answers === undefined) navigate(`/calls/${callId}`);
      else answers[kind]();
      break;
    }
    case 'callBack': {
      // Whether they are blocked is known with the people.
      await waitFor(people, ({ state }) => (state === 'loading' ? undefined : state));
      const place = await waitFor(calls, (screen) => screen.place);
      place?.(intent.peer, intent.media);
      break;
    }
    case 'go':
      navigate(intent.path);
  }
}

/** The answers to a call that rings here. Beside another call, to accept it never ends that one. */
function answersTo(
  { incoming, second }: CallScreen,
  callId: CallId,
): Pick<IncomingCall, 'accept' | 'decline'> | undefined {
  if (incoming?.id === callId) return incoming;
  return second?.id === callId ? { accept: second.holdAndAccept, decline: second.decline } : undefined;
}

/** Waits until `select` finds something in a store; undefined when `timeoutMs` pass first. */
function waitFor<State, Found>(
  store: ReadonlyStore<State>,
  select: (state: State) => Found | undefined,
): Promise<Found | undefined> {
  return new Promise((resolve) => {
    const finish = (found: Found | undefined): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(found);
    };
    const timer = setTimeout(() => finish(undefined), timeoutMs);
    const unsubscribe = store.subscribe((state) => {
      const found = select(state);
      if (found !== undefined) finish(found);
    });
    const found = select(store.getState());
    if (found !== undefined) finish(found);
  });
}
