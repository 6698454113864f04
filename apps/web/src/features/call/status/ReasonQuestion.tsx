import { CallReason } from '@ringback/protocol';
import { SendHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import * as v from 'valibot';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';
import { text } from '../text/callText.ts';
import styles from './ReasonQuestion.module.css';

/** The callee asks what the call is about; it goes on ringing there, without sound. */
export function ReasonQuestion({
  name,
  onAnswer,
}: {
  readonly name: string;
  readonly onAnswer: (reason: string) => void;
}) {
  const id = useId();
  const [written, setWritten] = useState('');
  const parsed = v.safeParse(CallReason, written);
  const problem = written.trim() === '' || parsed.success ? undefined : parsed.issues[0].message;
  return (
    <form
      className={styles['question']}
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.success) onAnswer(parsed.output);
      }}
    >
      <p aria-live="polite">
        <Sentence>{text.request.asksWhy(isolate(name))}</Sentence>
      </p>
      <div className={styles['row']}>
        <input
          type="text"
          dir="auto"
          aria-label={text.request.yourReason}
          aria-describedby={id}
          placeholder={text.request.yourReason}
          autoComplete="off"
          value={written}
          className={styles['field']}
          onChange={(event) => setWritten(event.target.value)}
        />
        <IconButton
          type="submit"
          label={text.send}
          icon={SendHorizontal}
          tone="primary"
          disabled={!parsed.success}
        />
      </div>
      <p id={id} aria-live="polite" className={styles['problem']}>
        {problem}
      </p>
    </form>
  );
}
