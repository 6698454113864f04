import { createContext, use, useSyncExternalStore } from 'react';

/** Whether the part of the page around it can be seen; false while something covers it. */
export const VisibilityContext = createContext(true);

/** Whether people can see what is drawn here: nothing covers it, and the tab is the one in front. */
export function useIsVisible(): boolean {
  const uncovered = use(VisibilityContext);
  return useSyncExternalStore(subscribe, isInFront) && uncovered;
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}

function isInFront(): boolean {
  return document.visibilityState === 'visible';
}
