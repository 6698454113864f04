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

/** Asks whether to sign in as the person in the address. */
export interface SwitchQuestion {
  readonly wanted: string;
  /** Who the tab is signed in as, or whom the browser remembers. */
  readonly now: { readonly kind: 'signedIn' | 'remembered'; readonly name: string };
  readonly confirm: () => void;
  readonly keep: () => void;
}

/** The part of the engine that signs in. */
export interface AddressSignInEngine {
  readonly account: ReadonlyStore<Account> &
    Pick<Engine['account'], 'signIn'> & { readonly remembered: ReadonlyStore<readonly { name: string }[]> };
}

/**
 * Signs a tab in with the name in its address, once it is known who the tab is signed in as. If that is someone else, or
 * the browser remembers somebody, a question is put into the store first: a link from a stranger must not choose who
 * its reader is. Returns a function that stops it.
 */
export function signInByAddress(
  engine: AddressSignInEngine,
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
        signInOrAsk();
        return;
      case 'signedIn':
        if (isSameName(handleOf(account.me), wanted)) stop();
        else ask({ kind: 'signedIn', name: account.me.name });
    }
  }

  function signInOrAsk(): void {
    const [latest] = engine.account.remembered.getState();
    if (latest === undefined) void engine.account.signIn(wanted);
    else ask({ kind: 'remembered', name: latest.name });
  }

  function ask(now: SwitchQuestion['now']): void {
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
