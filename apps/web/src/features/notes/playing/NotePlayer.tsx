import type { NoteMedia } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { Pause, Play } from 'lucide-react';
import { useRef, type RefObject } from 'react';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { noteDuration } from '../../../i18n/sharedText.ts';
import styles from './NotePlayer.module.css';
import { text } from '../text/notesText.ts';
import { usePlayer, type Player } from './usePlayer.ts';
import { Peaks } from './Waveform.tsx';

/** The description of a recording. */
export interface RecordingInfo {
  readonly media: Media;
  readonly durationMs: number;
  readonly peaks: readonly number[];
}

/** A player with a waveform, seeking and playback speed. */
export function NotePlayer({
  recording,
  label,
  load,
  onPlay = () => {},
}: {
  readonly recording: RecordingInfo;
  /** The accessible name of the video. */
  readonly label: string;
  readonly load: () => Promise<NoteMedia>;
  readonly onPlay?: () => void;
}) {
  const elementRef = useRef<HTMLMediaElement>(null);
  const player = usePlayer(elementRef, load, onPlay);
  if (player.playback.state === 'gone') return <p className={styles['gone']}>{text.gone}</p>;
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
      {player.playback.state === 'failed' && (
        <Status className={styles['failed']}>{player.playback.message}</Status>
      )}
    </div>
  );
}

/** Without captions: notes are not transcribed. */
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
      data-still={player.playback.state !== 'playing' && player.positionMs === 0}
    />
  );
}

function PlayButton({ player: { playback, play, pause } }: { readonly player: Player }) {
  const isPlaying = playback.state === 'playing';
  return (
    <IconButton
      label={isPlaying ? text.pause : text.play}
      icon={isPlaying ? Pause : Play}
      tone="primary"
      aria-busy={playback.state === 'loading'}
      onClick={isPlaying ? pause : play}
    />
  );
}

/** The waveform with a slider on top. */
function Waveform({ recording, player }: { readonly recording: RecordingInfo; readonly player: Player }) {
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
