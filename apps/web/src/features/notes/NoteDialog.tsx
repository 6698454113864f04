import type { Recorded } from '@ringback/client';
import type { CallId, Media, Person } from '@ringback/protocol';
import { useId, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Status } from '../../ui/Status.tsx';
import { NoteButtons } from './NoteButtons.tsx';
import styles from './NoteDialog.module.css';
import { NotePlayer } from './NotePlayer.tsx';
import { ProgressRing } from './ProgressRing.tsx';
import { recordingFailure } from './recordingText.ts';
import { StreamVideo } from './StreamVideo.tsx';
import { text } from './text.ts';
import { useElapsed } from './useElapsed.ts';
import { useRecording, type Recording } from './useRecording.ts';

/** After which call a note is to be left, for whom, and of which kind. */
export interface NoteWish {
  readonly callId: CallId;
  readonly peer: Person;
  readonly media: Media;
}

/** Records a note, lets it be listened to, and sends it. */
export function NoteDialog({
  wish: { callId, peer, media },
  onClose,
}: {
  readonly wish: NoteWish;
  readonly onClose: () => void;
}) {
  const engine = useEngine();
  const id = useId();
  const recording = useRecording(media);
  const [isRefused, setIsRefused] = useState(false);
  const send = async (recorded: Recorded): Promise<void> => {
    const isTaken = await engine.sendNote({ callId, to: peer.id }, recorded);
    setIsRefused(!isTaken);
    if (isTaken) onClose();
  };
  return (
    <Dialog aria-labelledby={`${id}-title`} aria-describedby={`${id}-help`} onDismiss={onClose}>
      <h2 id={`${id}-title`} className={styles['title']}>
        {text.leave(media)}
      </h2>
      <p id={`${id}-help`} className={styles['help']}>
        {text.help(peer.name)}
      </p>
      <Stage recording={recording} media={media} />
      <Status className={styles['status']}>{isRefused ? text.notTaken : statusText(recording, media)}</Status>
      <NoteButtons recording={recording} onSend={(recorded) => void send(recorded)} onClose={onClose} />
    </Dialog>
  );
}

/** What is in the middle: the ring while it is recorded, the player afterwards. */
function Stage({ recording, media }: { readonly recording: Recording; readonly media: Media }) {
  const elapsedMs = useElapsed(recording.state === 'recording' ? recording.sinceMs : undefined);
  if (recording.state === 'ready') return <Listen recorded={recording.recorded} media={media} />;
  const picture = recording.state === 'recording' ? recording.picture : null;
  return (
    <div className={styles['stage']}>
      {picture !== null && <StreamVideo stream={picture} label={text.yourPicture} />}
      <ProgressRing elapsedMs={elapsedMs} level={recording.state === 'recording' ? recording.level : 0} />
    </div>
  );
}

function Listen({ recorded, media }: { readonly recorded: Recorded; readonly media: Media }) {
  const { bytes, mime, durationMs, peaks } = recorded;
  return (
    <div className={styles['stage']}>
      <NotePlayer
        recording={{ media, durationMs, peaks }}
        label={text.yourPicture}
        load={() => Promise.resolve({ kind: 'here', blob: new Blob([bytes], { type: mime }) })}
      />
    </div>
  );
}

function statusText(recording: Recording, media: Media): string {
  switch (recording.state) {
    case 'loading':
    case 'idle':
    case 'closed':
      return '';
    case 'unloaded':
      return text.notLoaded;
    case 'opening':
      return text.getReady[media];
    case 'failed':
      return recordingFailure(recording);
    case 'recording':
      return text.recording;
    case 'finishing':
      return text.finishing;
    case 'ready':
      return text.ready;
  }
}
