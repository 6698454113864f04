import type { OwnAccount } from '@ringback/protocol';
import { useCallback, useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useAccount, useConnection } from '../../../engine/storeHooks.ts';

/** The user's own account as this page knows it. */
export type OwnAccountState =
  | { readonly state: 'loading' }
  | { readonly state: 'failed' }
  | { readonly state: 'guest' }
  | { readonly state: 'account'; readonly account: OwnAccount };

interface Loaded {
  readonly state: OwnAccountState;
  /** Shows the answer of a change. */
  readonly show: (account: OwnAccount | null) => void;
  readonly retry: () => void;
}

/** Loads the account, and again when others can see that it changed, or the tab is connected again. */
export function useOwnAccount(): Loaded {
  const { credentials } = useEngine();
  const account = useAccount();
  const isOnline = useConnection().state === 'online';
  const [state, setState] = useState<OwnAccountState>({ state: 'loading' });
  const seen = account.state === 'signedIn' ? account.me.account?.since : undefined;
  const show = useCallback((loaded: OwnAccount | null) => {
    setState(loaded === null ? { state: 'guest' } : { state: 'account', account: loaded });
  }, []);
  const [tries, setTries] = useState(0);
  // Where others see that it changed, it was changed on another device.
  const occasion = isOnline ? `${seen} ${tries}` : undefined;
  useEffect(() => {
    let isCurrent = occasion !== undefined;
    async function load() {
      const answer = await credentials.fetch();
      if (!isCurrent) return;
      if (answer.ok) show(answer.data.account);
      else setState((now) => (now.state === 'loading' ? { state: 'failed' } : now));
    }
    if (isCurrent) void load();
    return () => {
      isCurrent = false;
    };
  }, [credentials, occasion, show]);
  return { state, show, retry: () => setTries(tries + 1) };
}
