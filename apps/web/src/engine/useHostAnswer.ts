import type { Result, WireError } from '@ringback/protocol';
import { useEffect, useEffectEvent, useState } from 'react';

/** What the server answered its host; `data` of an earlier answer stays while a newer one is on its way. */
export interface HostAnswer<Data> {
  readonly data: Data | undefined;
  readonly error: WireError | undefined;
  readonly isLoading: boolean;
  /** Asks again. */
  readonly reload: () => void;
}

/** Asks at once, and whenever the question changes. */
export function useHostAnswer<Data>(question: string, ask: () => Promise<Result<Data>>): HostAnswer<Data> {
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ asked: string; data?: Data; error?: WireError }>();
  const asked = `${turn} ${question}`;
  const askNow = useEffectEvent(ask);
  useEffect(() => {
    let isCurrent = true;
    const wait = async (): Promise<void> => {
      const result = await askNow();
      if (!isCurrent) return;
      setAnswer((before) =>
        result.ok ? { asked, data: result.data } : { ...before, asked, error: result.error },
      );
    };
    void wait();
    return () => {
      isCurrent = false;
    };
  }, [asked]);
  return {
    data: answer?.data,
    error: answer?.error,
    isLoading: answer?.asked !== asked,
    reload: () => setTurn((now) => now + 1),
  };
}
