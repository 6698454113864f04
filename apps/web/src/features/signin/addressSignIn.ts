import type { Account, Engine, ReadonlyStore } from '@ringback/client';
import { handleOf, nameKey } from '@ringback/protocol';
import type { StoreApi } from 'zustand/vanilla';

/** The name in an address such as `/?as=Ada`. */
export function nameInAddress(search: string): string | undefined {
  const name = new URLSearchParams(search).get('as')?.trim();
  return name === undefined || name === '' ? undefined : name;
}

/** The address without the name; keeps the rest of the query. */
export function addressWithoutName(address: { pathname: string; search: string; hash: string }): string {
  const query = new URLSearchParams(address.search);
  query.delete('as');
  const rest = query.toString();
  return `${address.pathname}${rest === '' ? '' : `?${rest}`}${address.hash}`;
}

/** Whether two names belong to the same guest. */
export function isSameName(a: string, b: string): boolean {
  return nameKey(a.trim()) === nameKey(b.trim());
}

/** Asks whether to switch from the signed-in user to the one in the address. */
export interface SwitchQuestion {
  readonly now: string;
  readonly wanted: string;
  readonly confirm: () => void;
  readonly keep: () => void;
}

/**
 * Signs a tab in with the name in its address, once it is known who the tab is signed in as. If that is someone else, a
 * question is put into the store first. Returns a function that stops it.
 */
export function signInByAddress(
  engine: { readonly account: ReadonlyStore<Account> & Pick<Engine['account'], 'signIn'> },
  wanted: string,
  questions: Pick<StoreApi<SwitchQuestion | null>, 'setState'>,
): () => void {
  const stop = engine.account.subscribe(onAccount);
  onAccount(engine.account.getState());
  return stop;

  function onAccount(account: Account): void {
    switch (account.state) {
      case 'restoring':
      case 'signingIn':
        return;
      case 'signedOut':
        stop();
        void engine.account.signIn(wanted);
        return;
      case 'signedIn':
        if (isSameName(handleOf(account.me), wanted)) stop();
        else askToSwitch(account.me.name);
    }
  }

  function askToSwitch(now: string): void {
    const answer = (act: () => void) => () => {
      questions.setState(null, true);
      act();
    };
    const confirm = answer(() => {
      stop();
      void engine.account.signIn(wanted);
    });
    questions.setState({ now, wanted, confirm, keep: answer(stop) }, true);
  }
}
