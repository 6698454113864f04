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
