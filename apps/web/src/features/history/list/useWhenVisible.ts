import { useEffect, useRef, type RefObject } from 'react';

/** Calls back when the element scrolls into sight, a little ahead of it. */
export function useWhenVisible<E extends Element>(onVisible: () => void): RefObject<E | null> {
  const elementRef = useRef<E>(null);
  const latest = useRef(onVisible);
  useEffect(() => {
    latest.current = onVisible;
  });
  useEffect(() => {
    if (elementRef.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { rootMargin: '300px' },
    );
    observer.observe(elementRef.current);
    return () => observer.disconnect();
  }, []);
  return elementRef;
}
