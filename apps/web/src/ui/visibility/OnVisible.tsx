import { useEffect, useEffectEvent, useRef } from 'react';
import { classNames } from '../styles/classNames.ts';
import { useIsVisible } from './Shown.tsx';
import styles from './OnVisible.module.css';

/**
 * Tells once people can see the place where it stands: scrolled into the window, uncovered, and in a tab that is in
 * front. What lies over the end of the window is told by `scroll-margin-bottom` of the class.
 */
export function OnVisible({
  className,
  onVisible,
}: {
  readonly className?: string | undefined;
  readonly onVisible: () => void;
}) {
  const placeRef = useRef<HTMLSpanElement>(null);
  const isShown = useIsVisible();
  const sight = useEffectEvent(onVisible);
  useEffect(() => {
    const place = placeRef.current;
    if (place === null || !isShown) return undefined;
    const observer = new IntersectionObserver(
      (changes) => {
        if (!changes.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        sight();
      },
      { rootMargin: `0px 0px -${getComputedStyle(place).scrollMarginBottom} 0px` },
    );
    observer.observe(place);
    return () => observer.disconnect();
  }, [isShown]);
  return <span ref={placeRef} aria-hidden="true" className={classNames(styles['place'], className)} />;
}
