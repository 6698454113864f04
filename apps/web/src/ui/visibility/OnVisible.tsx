import { useEffect, useEffectEvent, useRef } from 'react';
import { classNames } from '../styles/classNames.ts';
import { useShown } from './Shown.tsx';
import styles from './OnVisible.module.css';

/**
 * Tells once people can see the place where it stands: scrolled into the window, uncovered, and in a tab that is in
 * front. What lies over the end of the window is told by `scroll-margin-bottom` of the class.
 */
export function Sighting({
  className,
  onSight,
}: {
  readonly className?: string | undefined;
  readonly onSight: () => void;
}) {
  const placeRef = useRef<HTMLSpanElement>(null);
  const isShown = useShown();
  const sight = useEffectEvent(onSight);
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
