import { useEffect } from 'react';

/** Lets the browser ask before the tab is closed or reloaded, while a call would be lost with it. */
export function useLeaveGuard(isInCall: boolean): void {
  useEffect(() => {
    if (!isInCall) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isInCall]);
}
