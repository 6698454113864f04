import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { matchesMedia } from '../ui/browser/matchesMedia.ts';

/**
 * Does on navigation what a browser does when it loads a page: scrolls to the top, and moves focus to the new screen if
 * the focused element is gone. Back and forward are left to the browser, which restores the scroll position.
 */
export function useFocusOnNavigate(mainRef: RefObject<HTMLElement | null>): void {
  const [path] = useLocation();
  const before = useRef(path);
  const goingBack = useRef(false);
  useEffect(() => {
    const onPopState = () => {
      goingBack.current = true;
    };
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);
  useEffect(() => {
    if (before.current !== path && !goingBack.current && isNewPage(before.current, path))
      window.scrollTo(0, 0);
    if (before.current !== path && document.activeElement === document.body) {
      mainRef.current?.focus({ preventScroll: true });
    }
    before.current = path;
    goingBack.current = false;
  }, [path, mainRef]);
}

/** On wide screens, list and detail are side by side, and choosing from the list must not scroll it. */
function isNewPage(before: string, now: string): boolean {
  const sameList = before.split('/')[1] === now.split('/')[1];
  return !sameList || !matchesMedia('(min-width: 64rem)');
}
