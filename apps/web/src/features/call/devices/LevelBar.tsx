import { analyzeTrack, loudnessDb } from '@ringback/client';
import { useEffect, useRef } from 'react';
import styles from './LevelBar.module.css';

/** Windows of 43 ms at 48 kHz, long enough for the lowest voice; updated often enough to follow syllables. */
const sampling = { windowSize: 2048, everyMs: 50 };

/** The range of the bar, in dBFS: from a quiet room to a loud voice. */
const [floorDb, ceilingDb] = [-60, -6];

/**
 * The level of a microphone. Drawn by a custom property of the element, so that no level renders a component; hidden from
 * screen readers, which would read out each change.
 */
export function LevelBar({ track }: { readonly track: MediaStreamTrack | undefined }) {
  const barRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bar = barRef.current;
    if (bar === null || track === undefined) return undefined;
    const stop = analyzeTrack(track, sampling, (samples) =>
      bar.style.setProperty('--level', String(samples === 'unheard' ? 0 : levelOf(samples))),
    );
    return () => {
      stop();
      bar.style.removeProperty('--level');
    };
  }, [track]);
  return (
    <div ref={barRef} aria-hidden="true" className={styles['bar']} data-level="">
      <div className={styles['level']} />
    </div>
  );
}

/** How far the bar is filled, from 0 to 1. Linear in decibels, as people perceive loudness. */
function levelOf(samples: Float32Array): number {
  return Math.min(1, Math.max(0, (loudnessDb(samples) - floorDb) / (ceilingDb - floorDb)));
}
