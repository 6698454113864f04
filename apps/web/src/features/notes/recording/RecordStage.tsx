import type { Recorded } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { SelfView } from '../../../ui/media/SelfView.tsx';
import { NotePlayer } from '../playing/NotePlayer.tsx';
import { text } from '../text/notesText.ts';
import styles from './RecordStage.module.css';
import { recordingFailure } from './recordingText.ts';
import type { Recording } from './useRecording.ts';
import { VoiceMeter, type LevelSource } from './VoiceMeter.tsx';

/** What the user sees and hears of their note, in a place that keeps its size in every state. */
export function RecordStage({
  recording,
  media,
  onLevel,
  refusal,
}: {
  readonly recording: Recording;
  readonly media: Media;
  readonly onLevel: LevelSource;
  /** Why the recording was not taken. */
  readonly refusal: string | undefined;
}) {
  const words = refusal ?? stageText(recording, media);
  const isAlone =
    recording.state !== 'armed' && recording.state !== 'recording' && recording.state !== 'ready';
  return (
    <div className={styles['stage']} data-media={media}>
      <Content recording={recording} media={media} onLevel={onLevel} />
      <Status className={styles['words']} data-alone={isAlone}>
        {words}
      </Status>
    </div>
  );
}

function Content({
  recording,
  media,
  onLevel,
}: {
  readonly recording: Recording;
  readonly media: Media;
  readonly onLevel: LevelSource;
}) {
  if (recording.state === 'ready') return <Playback recorded={recording.recorded} media={media} />;
  if (recording.state !== 'armed' && recording.state !== 'recording') return null;
  const meter = <VoiceMeter onLevel={onLevel} />;
  if (recording.picture === null) return meter;
  return (
    <>
      <SelfView stream={recording.picture} label={text.yourPicture} className={styles['picture']} />
      <div className={styles['overPicture']}>{meter}</div>
    </>
  );
}

function Playback({ recorded, media }: { readonly recorded: Recorded; readonly media: Media }) {
  const { bytes, mime, durationMs, peaks } = recorded;
  return (
    <div className={styles['playback']}>
      <NotePlayer
        recording={{ media, durationMs, peaks }}
        label={text.yourPicture}
        load={() => Promise.resolve({ kind: 'here', blob: new Blob([bytes], { type: mime }) })}
      />
    </div>
  );
}

function stageText(recording: Recording, media: Media): string {
  switch (recording.state) {
    case 'loading':
    case 'closed':
    case 'ready':
      return '';
    case 'unloaded':
      return text.notLoaded;
    case 'opening':
      return text.getReady[media];
    case 'failed':
      return recordingFailure(recording);
    case 'armed':
    case 'recording':
      return recording.paused === null ? '' : text.paused[recording.paused];
    case 'finishing':
      return text.finishing;
  }
}
