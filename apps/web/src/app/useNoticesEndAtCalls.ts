import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useNotices } from '../engine/storeHooks.ts';

/** Whoever goes to the history has dealt with the notices; one that comes while it is open stays. */
export function useNoticesEndAtCalls(): void {
  const [path] = useLocation();
  const notices = useNotices();
  const latest = useRef(notices);
  const isAtCalls = path === '/calls' || path.startsWith('/calls/');
  useEffect(() => {
    latest.current = notices;
  }, [notices]);
  useEffect(() => {
    if (isAtCalls) for (const { dismiss } of latest.current) dismiss();
  }, [isAtCalls]);
}
