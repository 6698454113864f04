import type { Account, Engine } from '@ringback/client';
import { handleOf } from '@ringback/protocol';
import type { StoreApi } from 'zustand/vanilla';
import { isSameName } from './asName.ts';

/** Whether to become someone else. */
export interface Question {
  readonly now: string;
  readonly wanted: string;
  readonly confirm: () => void;
  readonly keep: () => void;
}

type Asking = Pick<StoreApi<Question | null>, 'setState'>;

/**
 * Signs a tab in as the name in its address, once it is known who the tab was before; who was someone else is asked
 * first. Returns what stops it.
 */
export function signInByAddress(
  engine: Pick<Engine, 'account' | 'signIn'>,
  wanted: string,
  question: Asking,
): () => void {
  const stop = engine.account.subscribe(decide);
  decide(engine.account.getState());
  return stop;

  function decide(account: Account): void {
    switch (account.state) {
      case 'restoring':
      case 'signingIn':
        return;
      case 'signedOut':
        stop();
        void engine.signIn(wanted);
        return;
      case 'signedIn':
        if (isSameName(handleOf(account.me), wanted)) stop();
        else ask(account.me.name);
    }
  }

  function ask(now: string): void {
    const answer = (act: () => void) => () => {
      question.setState(null, true);
      act();
    };
    const confirm = answer(() => {
      stop();
      void engine.signIn(wanted);
    });
    question.setState({ now, wanted, confirm, keep: answer(stop) }, true);
  }
}
