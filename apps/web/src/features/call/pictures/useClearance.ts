import { useEffect } from 'react';
import { observeSize } from '../../../ui/browser/observe.ts';
import { useStage } from '../stage/stageContext.ts';

/** Between a small picture and what it must not cover, in px. */
const gapPx = 12;

/**
 * Keeps the height of what is at the bottom of the stage in `--stage-bottom` of the region, so that small pictures stand
 * above it: the buttons, and on a phone also the hints, which take its whole width there.
 */
export function useClearance(isPhone: boolean): void {
  const { regionRef, layout } = useStage();
  // No layout effect: the region around this component has no element yet when it mounts.
  useEffect(() => {
    const region = regionRef.current;
    if (region === null || layout !== 'full') return undefined;
    const controls = region.querySelector('[data-controls]');
    const notes = isPhone ? region.querySelector('[data-notes]') : null;
    const parts = [controls, notes].filter((part) => part !== null);
    let shown = '';
    const update = (): void => {
      const tops = parts.map((part) => part.getBoundingClientRect()).filter(({ height }) => height > 0);
      const top = Math.min(...tops.map((rect) => rect.top));
      const bottom = region.getBoundingClientRect().bottom - top + gapPx;
      const wanted = `${bottom}px`;
      // Each write computes the styles of the whole region again.
      if (!Number.isFinite(bottom) || wanted === shown) return;
      region.style.setProperty('--stage-bottom', wanted);
      shown = wanted;
    };
    const stops = [region, ...parts].map((part) => observeSize(part, update));
    return () => {
      for (const stop of stops) stop();
    };
  }, [regionRef, layout, isPhone]);
}
