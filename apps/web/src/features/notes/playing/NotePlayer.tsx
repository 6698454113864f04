import type { NoteMedia } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { Pause, Play } from 'lucide-react';
import { useRef, type RefObject } from 'react';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { formatDuration } from '../../../ui/time/duration.ts';
import { Status } from '../../../ui/layout/Status.tsx';
import { noteDuration } from '../../../i18n/sharedText.ts';
import styles from './NotePlayer.module.css';
import { Peaks } from './Peaks.tsx';
import { text } from '../notesText.ts';
import { usePlayer, type Player } from './usePlayer.ts';

/** Something recorded that can be played. */
export interface Playable {
  readonly media: Media;
  readonly durationMs: number;
  readonly peaks: readonly number[];
}

/** Plays a recording: where it is loud can be seen, any place of it gone to, and it can be heard faster. */
export function NotePlayer({
  recording,
  label,
  load,
  onPlay = () => {},
}: {
  readonly recording: Playable;
  /** What its picture is called. */
  readonly label: string;
  readonly load: () => Promise<NoteMedia>;
  readonly onPlay?: () => void;
}) {
  const elementRef = useRef<HTMLMediaElement>(null);
  const player = usePlayer(elementRef, load, onPlay);
  if (player.playing.state === 'gone') return <p className={styles['gone']}>{text.gone}</p>;
  return (
    <div className={styles['player']} data-media={recording.media}>
      <Element media={recording.media} label={label} elementRef={elementRef} player={player} />
      <div className={styles['bar']}>
        <PlayButton player={player} />
        <Waveform recording={recording} player={player} />
        <button
          type="button"
          className={styles['rate']}
          aria-label={text.speed(player.rate)}
          onClick={player.nextRate}
        >
          {player.rate}×
        </button>
      </div>
      <p className={styles['time']}>
        {player.positionMs > 0 ? formatDuration(player.positionMs) : noteDuration(recording.durationMs)}
      </p>
      {player.playing.state === 'failed' && (
        <Status className={styles['failed']}>{player.playing.message}</Status>
      )}
    </div>
  );
}

/** What people say in a note is theirs alone: there is no text of it to offer. */
function Element({
  media,
  label,
  elementRef,
  player,
}: {
  readonly media: Media;
  readonly label: string;
  readonly elementRef: RefObject<HTMLMediaElement | null>;
  readonly player: Player;
}) {
  const setElement = (element: HTMLMediaElement | null): void => {
    elementRef.current = element;
  };
  if (media === 'audio') return <audio ref={setElement} hidden />;
  return (
    <video
      ref={setElement}
      playsInline
      aria-label={label}
      className={styles['video']}
      data-still={player.playing.state !== 'playing' && player.positionMs === 0}
    />
  );
}

function PlayButton({ player: { playing, play, pause } }: { readonly player: Player }) {
  const isPlaying = playing.state === 'playing';
  return (
    <IconButton
      label={isPlaying ? text.pause : text.play}
      icon={isPlaying ? Pause : Play}
      tone="primary"
      aria-busy={playing.state === 'loading'}
      onClick={isPlaying ? pause : play}
    />
  );
}

/** The picture of a sound; a slider lies over it. */
function Waveform({ recording, player }: { readonly recording: Playable; readonly player: Player }) {
  const { peaks, durationMs } = recording;
  const played = Math.min(1, player.positionMs / durationMs);
  return (
    <div className={styles['waveform']}>
      <Peaks peaks={peaks} played={played} />
      <input
        type="range"
        aria-label={text.position}
        aria-valuetext={formatDuration(player.positionMs)}
        min={0}
        max={durationMs}
        step={100}
        value={Math.min(player.positionMs, durationMs)}
        className={styles['slider']}
        onChange={(event) => player.seek(Number(event.target.value))}
      />
    </div>
  );
}
