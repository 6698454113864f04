import { bounds, MessageText, type Person } from '@ringback/protocol';
import { SendHorizontal } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import * as v from 'valibot';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import styles from './Composer.module.css';
import { text } from './conversationText.ts';

/** The number of remaining characters is shown from this number on. */
const fewLeft = 200;

/** The field to write a message, which keeps what was typed. Enter sends it, Shift+Enter starts a new line. */
export function Composer({ person }: { readonly person: Person }) {
  const engine = useEngine();
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  const [written, setWritten] = useState(() => engine.conversations.textTo(person.id));
  const [hasRoom, setHasRoom] = useState(true);
  const parsed = v.safeParse(MessageText, written);
  const write = (typed: string): void => {
    setWritten(typed);
    engine.conversations.setText(person.id, typed);
  };
  const send = (): void => {
    if (!parsed.success) return;
    const isTaken = engine.conversations.send(person.id, parsed.output);
    setHasRoom(isTaken);
    if (isTaken) write('');
    fieldRef.current?.focus();
  };
  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={fieldRef}
        aria-label={text.message}
        aria-describedby={hintId}
        placeholder={text.hint(person.name)}
        dir="auto"
        rows={1}
        value={written}
        className={styles['field']}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (!isSendKey(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <Button tone="primary" type="submit" icon={SendHorizontal} disabled={!parsed.success}>
        {text.send}
      </Button>
      <p id={hintId} role="status" className={styles['hint']}>
        {hasRoom ? lengthHint(written) : text.noRoom}
      </p>
    </form>
  );
}

/** Enter, unless an input method uses it to confirm a word. */
function isSendKey({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Enter' && !shiftKey && !nativeEvent.isComposing;
}

function lengthHint(written: string): string {
  const left = bounds.messageLength - [...written.trim()].length;
  if (left > fewLeft) return '';
  return left >= 0 ? `${characters(left)} left` : `${characters(-left)} too many`;
}

function characters(count: number): string {
  return count === 1 ? '1 character' : `${count} characters`;
}
