import { useEffect, useState } from 'react';

/** The time on this machine's clock as it was at the last full minute: enough for words like "Today". */
export function useMinute(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setTimeout(() => setNowMs(Date.now()), 60_000 - (nowMs % 60_000));
    return () => clearTimeout(timer);
  }, [nowMs]);
  return nowMs;
}
