import type { Recorded } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { useId, useRef, useState } from 'react';
import { Dialog } from '../../../ui/dialogs/Dialog.tsx';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { DiscardQuestion } from './DiscardQuestion.tsx';
import { RecordButtons } from './RecordButtons.tsx';
import { NotePlayer } from '../playing/NotePlayer.tsx';
import { ProgressRing } from './ProgressRing.tsx';
import styles from './RecordDialog.module.css';
import { recordingFailure } from './recordingText.ts';
import { SelfView } from '../../../ui/media/SelfView.tsx';
import { text } from '../text/notesText.ts';
import { useElapsed } from '../../../ui/time/clocks.ts';
import { useCloseWhenHidden, useRecording, useUnsavedWarning, type Recording } from './useRecording.ts';
import { Sentence } from '../../../ui/layout/Sentence.tsx';

/**
 * Records, plays back what was recorded, and passes it on. Escape never loses a recording: it stops a running one, and
 * asks before one is discarded. `isHidden` hides the dialog and keeps what was recorded.
 */
export function RecordDialog({
  title,
  discardQuestion,
  help,
  media,
  sendLabel,
  isHidden = false,
  onSend,
  onClose,
}: {
  readonly title: string;
  readonly discardQuestion: string;
  /** Its names may be isolated. */
  readonly help: string;
  readonly media: Media;
  /** The label of the button that passes the recording on. */
  readonly sendLabel: string;
  readonly isHidden?: boolean;
  /** Resolves to an error message for people, or to undefined on success. */
  readonly onSend: (recorded: Recorded) => Promise<string | undefined>;
  readonly onClose: () => void;
}) {
  const id = useId();
  const recording = useRecording(media);
  const { refusal, send } = useSending(onSend, onClose);
  const [isLeaving, setIsLeaving] = useState(false);
  useUnsavedWarning(holdsRecording(recording));
  useCloseWhenHidden(isHidden && !holdsRecording(recording), onClose);
  const dismiss = (): void => {
    if (recording.state === 'recording') recording.stop();
    if (holdsRecording(recording)) setIsLeaving(true);
    else onClose();
  };
  if (isHidden) return null;
  return (
    <Dialog aria-labelledby={`${id}-title`} aria-describedby={`${id}-help`} onDismiss={dismiss}>
      <h2 id={`${id}-title`} className={styles['title']}>
        {title}
      </h2>
      <p id={`${id}-help`} className={styles['help']}>
        <Sentence>{help}</Sentence>
      </p>
      <Stage recording={recording} media={media} />
      <Status className={styles['status']}>{refusal ?? statusText(recording, media)}</Status>
      <RecordButtons
        recording={recording}
        sendLabel={sendLabel}
        onSend={(recorded) => void send(recorded)}
        onClose={onClose}
      />
      {isLeaving && recording.state === 'ready' && (
        <DiscardQuestion question={discardQuestion} onDiscard={onClose} onKeep={() => setIsLeaving(false)} />
      )}
    </Dialog>
  );
}

/** Passes a recording on once, however often the button is pressed; a refused one stays. */
function useSending(onSend: (recorded: Recorded) => Promise<string | undefined>, onSent: () => void) {
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const isSending = useRef(false);
  const send = async (recorded: Recorded): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    const refused = await onSend(recorded);
    isSending.current = false;
    setRefusal(refused);
    if (refused === undefined) onSent();
  };
  return { refusal, send };
}

/** Whether something was recorded that would be lost. */
function holdsRecording({ state }: Recording): boolean {
  return state === 'recording' || state === 'finishing' || state === 'ready';
}

/** The middle of the dialog: the progress ring while recording, the player afterwards. */
function Stage({ recording, media }: { readonly recording: Recording; readonly media: Media }) {
  const elapsedMs = useElapsed(recording.state === 'recording' ? recording.sinceMs : undefined);
  if (recording.state === 'ready') return <Playback recorded={recording.recorded} media={media} />;
  const picture = recording.state === 'recording' ? recording.picture : null;
  return (
    <div className={styles['stage']}>
      {picture !== null && (
        <SelfView stream={picture} label={text.yourPicture} className={styles['picture']} />
      )}
      <ProgressRing elapsedMs={elapsedMs} level={recording.state === 'recording' ? recording.level : 0} />
    </div>
  );
}

function Playback({ recorded, media }: { readonly recorded: Recorded; readonly media: Media }) {
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
      return recording.paused === null ? text.recording : text.paused[recording.paused];
    case 'finishing':
      return text.finishing;
    case 'ready':
      return text.ready;
  }
}
