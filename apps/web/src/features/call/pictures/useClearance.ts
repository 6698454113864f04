import { useEffect } from 'react';
import { observeSize } from '../../../ui/browser/observe.ts';
import { useStage } from '../stage/stageContext.ts';

/** Between a small picture and what it must not cover, in px. */
const gapPx = 12;

/** The width of a small picture with its distance to the edge, in px. */
const cornerPx = 256;

/**
 * Keeps the height of what is at the bottom of the stage in `--stage-bottom` of the region, so that small pictures stand
 * above it: the buttons, and hints that reach into the corners, as they do on a phone and beside a panel.
 */
export function useClearance(isPhone: boolean): void {
  const { regionRef, layout } = useStage();
  // No layout effect: the region around this component has no element yet when it mounts.
  useEffect(() => {
    const region = regionRef.current;
    if (region === null || layout !== 'full') return undefined;
    const controls = region.querySelector('[data-controls]');
    const notes = region.querySelector('[data-notes]');
    const parts = [controls, notes].filter((part) => part !== null);
    let shown = '';
    const update = (): void => {
      const inWay = parts.filter((part) => part !== notes || isPhone || reachesCorner(part));
      const tops = inWay.map((part) => part.getBoundingClientRect()).filter(({ height }) => height > 0);
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

/** Hints are in the middle, so both corners are alike. */
function reachesCorner(notes: Element): boolean {
  const { right } = notes.getBoundingClientRect();
  return [...notes.querySelectorAll('p, button')].some(
    (part) => part.getBoundingClientRect().right > right - cornerPx,
  );
}
