import { useCallback, useSyncExternalStore } from 'react';
import { attempt } from './attempt.ts';

/** Whether a media query matches; false where the browser does not tell. */
export function matchesMedia(query: string): boolean {
  return attempt(() => window.matchMedia(query).matches) ?? false;
}

/** The same in a component, which renders again when the answer changes. */
export function useMatchesMedia(query: string): boolean {
  const subscribe = useCallback((onChange: () => void) => observeMedia(query, onChange), [query]);
  return useSyncExternalStore(subscribe, () => matchesMedia(query));
}

function observeMedia(query: string, onChange: () => void): () => void {
  const list = attempt(() => window.matchMedia(query));
  attempt(() => list?.addEventListener('change', onChange));
  return () => {
    attempt(() => list?.removeEventListener('change', onChange));
  };
}
