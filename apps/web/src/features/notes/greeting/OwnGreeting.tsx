import type { HeardGreeting } from '@ringback/client';
import type { Result } from '@ringback/protocol';
import { Mic, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import styles from './OwnGreeting.module.css';
import { RecordDialog } from '../recording/RecordDialog.tsx';
import { text } from '../text/notesText.ts';
import { NotePlayer } from '../playing/NotePlayer.tsx';

type Answer = Result<HeardGreeting | undefined>;

/** Records, plays and removes the user's greeting. */
export function OwnGreeting() {
  const engine = useEngine();
  const isOnline = useConnection().state === 'online';
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const [isRecording, setIsRecording] = useState(false);
  useEffect(() => {
    const load = async (): Promise<void> => setAnswer(await engine.notes.ownGreeting());
    if (isOnline) void load();
  }, [engine, isOnline]);
  const greeting = answer?.ok === true ? answer.data : undefined;
  return (
    <section aria-label={text.greeting.heading} className={styles['greeting']}>
      <h3 className={styles['heading']}>{text.greeting.heading}</h3>
      <p className={styles['about']}>{text.greeting.about}</p>
      {answer === undefined && <p className={styles['about']}>{text.greeting.loading}</p>}
      {answer?.ok === false && <Status className={styles['failed']}>{answer.error.message}</Status>}
      {greeting !== undefined && <GreetingPlayer greeting={greeting} />}
      <div className={styles['buttons']}>
        <Button icon={Mic} disabled={!isOnline} onClick={() => setIsRecording(true)}>
          {greeting === undefined ? text.greeting.record : text.greeting.replace}
        </Button>
        {greeting !== undefined && (
          <Button
            icon={Trash2}
            disabled={!isOnline}
            onClick={() => void engine.notes.saveGreeting(undefined).then(setAnswer)}
          >
            {text.greeting.remove}
          </Button>
        )}
      </div>
      {isRecording && <RecordGreeting onSaved={setAnswer} onClose={() => setIsRecording(false)} />}
    </section>
  );
}

function RecordGreeting({
  onSaved,
  onClose,
}: {
  readonly onSaved: (answer: Answer) => void;
  readonly onClose: () => void;
}) {
  const engine = useEngine();
  return (
    <RecordDialog
      title={text.greeting.title}
      discardQuestion={text.greeting.discard}
      help={text.greeting.help}
      media="audio"
      sendLabel={text.greeting.save}
      onSend={async (recorded) => {
        const saved = await engine.notes.saveGreeting(recorded);
        if (!saved.ok) return saved.error.message;
        onSaved(saved);
        return undefined;
      }}
      onSent={onClose}
      onClose={onClose}
    />
  );
}

function GreetingPlayer({ greeting: { blob, durationMs, peaks } }: { readonly greeting: HeardGreeting }) {
  return (
    <NotePlayer
      recording={{ media: 'audio', durationMs, peaks }}
      label={text.greeting.heading}
      load={() => Promise.resolve({ kind: 'here', blob })}
    />
  );
}
