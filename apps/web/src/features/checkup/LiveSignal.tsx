import { analyzeTrack, loudnessDb } from '@ringback/client';
import { useEffect, useMemo, useState } from 'react';
import { SelfView } from '../../ui/media/SelfView.tsx';
import { text } from './checkupText.ts';
import styles from './LiveSignal.module.css';

/** The input that is being checked: a meter for a microphone, a picture for a camera. */
export function LiveSignal({ track }: { readonly track: MediaStreamTrack }) {
  return track.kind === 'audio' ? <LevelMeter track={track} /> : <CameraPreview track={track} />;
}

/** In dBFS. Speech at an arm's length is around -30, a quiet room with automatic gain around -55. */
const ceilingDb = -6;
const floorDb = -60;
const sampling = { windowSize: 2048, everyMs: 33 };

/** Linear in decibels, as people perceive loudness. Hidden from screen readers: the row says what comes of it. */
function LevelMeter({ track }: { readonly track: MediaStreamTrack }) {
  const [level, setLevel] = useState(0);
  useEffect(
    () =>
      analyzeTrack(track, sampling, (samples) => {
        const db = samples === 'unheard' ? -Infinity : loudnessDb(samples);
        setLevel(Math.min(1, Math.max(0, (db - floorDb) / (ceilingDb - floorDb))));
      }),
    [track],
  );
  return (
    <div aria-hidden="true" className={styles['meter']}>
      <div className={styles['level']} style={{ '--level': level }} />
    </div>
  );
}

function CameraPreview({ track }: { readonly track: MediaStreamTrack }) {
  const stream = useMemo(() => new MediaStream([track]), [track]);
  return <SelfView stream={stream} label={text.preview} className={styles['preview']} />;
}
