import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'wouter';

/**
 * What a browser does by itself when another page is opened, and an app has to: begin at the top, and let the next Tab
 * lead into the new screen if what had the focus is gone. Back and forward are left alone, the browser restores them.
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

/** Where list and detail stand side by side, choosing from the list must not move it. */
function isNewPage(before: string, now: string): boolean {
  const sameList = before.split('/')[1] === now.split('/')[1];
  return !sameList || !window.matchMedia('(min-width: 64rem)').matches;
}
