import type { NoteMedia } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { Pause, Play } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { OnVisible } from '../../../ui/visibility/OnVisible.tsx';
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

/** A player: a waveform, or the first picture of a video, with seeking, playback speed and one line of what else is known. */
export function NotePlayer({
  recording,
  label,
  load,
  onPlay = () => {},
  children,
}: {
  readonly recording: RecordingInfo;
  /** The accessible name of the video. */
  readonly label: string;
  readonly load: () => Promise<NoteMedia>;
  readonly onPlay?: () => void;
  /** Stands behind the time. */
  readonly children?: ReactNode;
}) {
  const elementRef = useRef<HTMLMediaElement>(null);
  const player = usePlayer(elementRef, load, onPlay);
  const parts = {
    recording,
    player,
    setElement: (element: HTMLMediaElement | null) => (elementRef.current = element),
  };
  const isGone = player.playback.state === 'gone';
  return (
    <div className={styles['player']}>
      {isGone && <p className={styles['gone']}>{text.gone}</p>}
      {!isGone && (recording.media === 'video' ? <Film {...parts} label={label} /> : <Voice {...parts} />)}
      <div className={styles['meta']}>
        <span className={styles['time']}>{shownTime(recording, player)}</span>
        {children}
      </div>
      {player.playback.state === 'failed' && (
        <Status className={styles['failed']}>{player.playback.message}</Status>
      )}
    </div>
  );
}

interface Parts {
  readonly recording: RecordingInfo;
  readonly player: Player;
  readonly setElement: (element: HTMLMediaElement | null) => void;
}

/** Without captions: notes are not transcribed. */
function Voice({ recording, player, setElement }: Parts) {
  return (
    <div className={styles['bar']}>
      <audio ref={setElement} hidden />
      <PlayButton player={player} className={undefined} />
      <div className={styles['waveform']}>
        <Peaks peaks={recording.peaks} played={playedPart(recording, player)} />
        <Slider recording={recording} player={player} className={styles['slider']} />
      </div>
      <Rate player={player} />
    </div>
  );
}

/** The whole picture is the play button. */
function Film({ recording, player, setElement, label }: Parts & { readonly label: string }) {
  return (
    <div className={styles['film']} data-playing={player.playback.state === 'playing'}>
      <OnVisible onVisible={player.showFirstFrame} />
      <video ref={setElement} playsInline preload="auto" aria-label={label} className={styles['video']} />
      <PlayButton player={player} className={styles['overFilm']} />
      <div className={styles['scrubber']}>
        <Slider recording={recording} player={player} className={styles['filmSlider']} />
        <Rate player={player} />
      </div>
    </div>
  );
}

function PlayButton({
  player: { playback, play, pause },
  className,
}: {
  readonly player: Player;
  readonly className: string | undefined;
}) {
  const isPlaying = playback.state === 'playing';
  return (
    <IconButton
      label={isPlaying ? text.pause : text.play}
      icon={isPlaying ? Pause : Play}
      tone="primary"
      aria-busy={playback.state === 'loading'}
      className={className}
      onClick={isPlaying ? pause : play}
    />
  );
}

function Slider({
  recording: { durationMs },
  player,
  className,
}: {
  readonly recording: RecordingInfo;
  readonly player: Player;
  readonly className: string | undefined;
}) {
  return (
    <input
      type="range"
      aria-label={text.position}
      aria-valuetext={formatDuration(player.positionMs)}
      min={0}
      max={durationMs}
      step={100}
      value={Math.min(player.positionMs, durationMs)}
      className={className}
      onChange={(event) => player.seek(Number(event.target.value))}
    />
  );
}

function Rate({ player: { rate, nextRate } }: { readonly player: Player }) {
  return (
    <button type="button" className={styles['rate']} aria-label={text.speed(rate)} onClick={nextRate}>
      {rate}×
    </button>
  );
}

/** The whole length, until it plays. */
function shownTime({ durationMs }: RecordingInfo, { positionMs }: Player): string {
  return positionMs > 0 ? formatDuration(positionMs) : noteDuration(durationMs);
}

function playedPart({ durationMs }: RecordingInfo, { positionMs }: Player): number {
  return Math.min(1, positionMs / durationMs);
}
