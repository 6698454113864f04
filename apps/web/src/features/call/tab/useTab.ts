import { useEffect } from 'react';
import { useCalls, useHistory } from '../../../engine/storeHooks.ts';
import { iconAddress, tabIconOf } from './tabIcon.ts';

/** Keeps the tab's icon in step with the calls, and gives back the page's own at the end. */
export function useTabIcon(): void {
  const missed = useHistory(({ unseen }) => unseen);
  const address = useCalls((calls) => iconAddress(tabIconOf(calls, missed)));
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link === null || address === null) return undefined;
    const { href } = link;
    link.href = address;
    return () => {
      link.href = href;
    };
  }, [address]);
}

/** Lets the browser ask before the tab is closed or reloaded, while a call would be lost with it. */
export function useLeaveGuard(isInCall: boolean): void {
  useEffect(() => {
    if (!isInCall) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isInCall]);
}
