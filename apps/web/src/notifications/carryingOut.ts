import type { Engine, ReadonlyStore } from '@ringback/client';
import { navigate } from 'wouter/use-browser-location';
import type { Intent } from './shared/kept.ts';

/** A tab that has just been opened has to reach the server first; later nobody waits for it any more. */
const patienceMs = 15_000;

/** Does in this tab what was pressed on a notification, once it can be done. */
export async function carryOut(engine: Pick<Engine, 'calls'>, intent: Intent): Promise<void> {
  const { calls } = engine;
  switch (intent.kind) {
    case 'accept':
    case 'decline': {
      const { kind, callId } = intent;
      const call = await first(calls, ({ incoming }) => (incoming?.id === callId ? incoming : undefined));
      // It is over, or answered elsewhere: what became of it is told there.
      if (call === undefined) navigate(`/calls/${callId}`);
      else call[kind]();
      break;
    }
    case 'callBack': {
      const place = await first(calls, (screen) => screen.place);
      place?.(intent.peer, intent.media);
      break;
    }
    case 'go':
      navigate(intent.path);
  }
}

/** Waits until a store has something; undefined if that takes too long. */
function first<State, Found>(
  store: ReadonlyStore<State>,
  pick: (state: State) => Found | undefined,
): Promise<Found | undefined> {
  return new Promise((resolve) => {
    const settle = (found: Found | undefined): void => {
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => settle(undefined), patienceMs);
    const stop = store.subscribe((state) => {
      const found = pick(state);
      if (found !== undefined) settle(found);
    });
    const now = pick(store.getState());
    if (now !== undefined) settle(now);
  });
}
