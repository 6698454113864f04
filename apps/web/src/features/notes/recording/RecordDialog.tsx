import type { Recorded } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { Dialog } from '../../../ui/dialogs/Dialog.tsx';
import { Sentence } from '../../../ui/layout/Sentence.tsx';
import { text } from '../text/notesText.ts';
import { DiscardQuestion } from './DiscardQuestion.tsx';
import { RecordButtons } from './RecordButtons.tsx';
import styles from './RecordDialog.module.css';
import { RecordStage } from './RecordStage.tsx';
import { useCloseWhenHidden, useRecording, useUnsavedWarning, type Recording } from './useRecording.ts';

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
  onSent,
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
  readonly onSent: () => void;
  readonly onClose: () => void;
}) {
  const id = useId();
  const { recording, onLevel } = useRecording(media);
  const { refusal, send } = useSending(onSend, onSent);
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
    <Dialog
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-help`}
      className={styles['dialog']}
      onDismiss={dismiss}
    >
      <IconButton label={text.close} icon={X} className={styles['close']} onClick={dismiss} />
      <Head id={id} title={title} help={help} />
      <RecordStage recording={recording} media={media} onLevel={onLevel} refusal={refusal} />
      <RecordButtons
        recording={recording}
        sendLabel={sendLabel}
        onSend={(recorded) => void send(recorded)}
        onDiscard={onClose}
      />
      {isLeaving && recording.state === 'ready' && (
        <DiscardQuestion question={discardQuestion} onDiscard={onClose} onKeep={() => setIsLeaving(false)} />
      )}
    </Dialog>
  );
}

function Head({ id, title, help }: { readonly id: string; readonly title: string; readonly help: string }) {
  return (
    <div className={styles['head']}>
      <h2 id={`${id}-title`} className={styles['title']}>
        {title}
      </h2>
      <p id={`${id}-help`} className={styles['help']}>
        <Sentence>{help}</Sentence>
      </p>
    </div>
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
