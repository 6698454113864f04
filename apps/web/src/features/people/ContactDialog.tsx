import type { Known } from '@ringback/client';
import type { Result } from '@ringback/protocol';
import { UserMinus } from 'lucide-react';
import { useId, useRef, useState, type RefObject } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import { Dialog } from '../../ui/dialogs/Dialog.tsx';
import styles from './ContactDialog.module.css';
import { text } from './peopleText.ts';

type Saving = { readonly state: 'idle' | 'saving' } | { readonly state: 'failed'; readonly message: string };

/** Adds somebody to the contacts, under a name of one's own or theirs; a contact can also be removed here. */
export function ContactDialog({ person, onClose }: { readonly person: Known; readonly onClose: () => void }) {
  const engine = useEngine();
  const id = useId();
  const inputRef = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(person.contact?.name ?? '');
  const { saving, settle } = useSaving(onClose);
  const theirName = person.theirName ?? person.name;
  const isNew = person.contact === undefined;
  return (
    <Dialog
      aria-labelledby={`${id}-title`}
      onDismiss={onClose}
      focusRef={inputRef}
      className={styles['dialog']}
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (saving.state !== 'saving') void settle(engine.setContact(person.id, { name }));
        }}
      >
        <h2 id={`${id}-title`}>{isNew ? text.contact.addTitle : text.contact.editTitle}</h2>
        <NameField
          inputRef={inputRef}
          name={name}
          theirName={theirName}
          error={saving.state === 'failed' ? saving.message : undefined}
          onChange={setName}
        />
        <div className={styles['buttons']}>
          <Button onClick={onClose}>{text.contact.cancel}</Button>
          <Button tone="primary" type="submit" disabled={saving.state === 'saving'}>
            {isNew ? text.contact.addNow : text.contact.save}
          </Button>
        </div>
        {!isNew && (
          <Button icon={UserMinus} onClick={() => void settle(engine.removeContact(person.id))}>
            {text.contact.remove}
          </Button>
        )}
      </form>
    </Dialog>
  );
}

function NameField({
  inputRef,
  name,
  theirName,
  error,
  onChange,
}: {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly name: string;
  readonly theirName: string;
  readonly error: string | undefined;
  readonly onChange: (name: string) => void;
}) {
  const id = useId();
  return (
    <>
      <label htmlFor={`${id}-name`}>{text.contact.name}</label>
      <input
        ref={inputRef}
        id={`${id}-name`}
        type="text"
        autoComplete="off"
        maxLength={80}
        placeholder={theirName}
        value={name}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-error ${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-error`} role="alert" className={styles['error']}>
        {error}
      </p>
      <p id={`${id}-hint`} className={styles['hint']}>
        {text.contact.help(theirName)}
      </p>
    </>
  );
}

/** Waits for what was asked; `onDone` once it holds. */
function useSaving(onDone: () => void) {
  const [saving, setSaving] = useState<Saving>({ state: 'idle' });
  const settle = async (asked: Promise<Result<unknown>>) => {
    setSaving({ state: 'saving' });
    const answer = await asked;
    if (answer.ok) onDone();
    else setSaving({ state: 'failed', message: answer.error.message });
  };
  return { saving, settle };
}
