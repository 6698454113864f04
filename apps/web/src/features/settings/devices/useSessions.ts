import type { Session } from '@ringback/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';

/** Other browsers come and go while the list is open. */
const refreshMs = 15_000;

/** The list of browsers: undefined until it is known, kept while it cannot be read again. */
export interface SessionsState {
  readonly sessions: readonly Session[] | undefined;
  readonly hasFailed: boolean;
  readonly refresh: () => Promise<void>;
}

/** The browsers where the user is signed in, read again while the list is shown. */
export function useSessions(): SessionsState {
  const { sessions: api } = useEngine();
  const isOnline = useConnection().state === 'online';
  const [known, setKnown] = useState<readonly Session[]>();
  const [hasFailed, setFailed] = useState(false);
  const latest = useRef(0);
  const refresh = useCallback(async (): Promise<void> => {
    const turn = ++latest.current;
    const answer = await api.list();
    if (turn !== latest.current) return;
    setFailed(!answer.ok);
    if (answer.ok) setKnown(answer.data.sessions);
  }, [api]);
  useEffect(() => {
    if (!isOnline) return undefined;
    async function load() {
      await refresh();
    }
    void load();
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [isOnline, refresh]);
  return { sessions: known, hasFailed, refresh };
}
