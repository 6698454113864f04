import type { Known } from '@ringback/client';
import type { Result } from '@ringback/protocol';
import { UserMinus } from 'lucide-react';
import { useId, useRef, useState, type RefObject } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import { useSaving } from '../../ui/controls/useSaving.ts';
import { Dialog } from '../../ui/dialogs/Dialog.tsx';
import { ErrorText } from '../../ui/layout/AccessibleText.tsx';
import styles from './ContactDialog.module.css';
import { text } from './peopleText.ts';
import { isolate, Sentence } from '../../ui/layout/Sentence.tsx';

/** Adds a person to the contacts under the user's or their own name, or edits or removes the contact. */
export function ContactDialog({ person, onClose }: { readonly person: Known; readonly onClose: () => void }) {
  const engine = useEngine();
  const id = useId();
  const inputRef = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(person.contact?.name ?? '');
  const { isSaving, error, save } = useSaving();
  const theirName = person.theirName ?? person.name;
  const isNew = person.contact === undefined;
  const saveAndClose = async (request: Promise<Result<unknown>>) => {
    if (await save(request)) onClose();
  };
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
          if (!isSaving) void saveAndClose(engine.people.setContact(person.id, { name }));
        }}
      >
        <h2 id={`${id}-title`}>{isNew ? text.contact.addTitle : text.contact.editTitle}</h2>
        <NameField inputRef={inputRef} name={name} theirName={theirName} error={error} onChange={setName} />
        <div className={styles['buttons']}>
          <Button onClick={onClose}>{text.contact.cancel}</Button>
          <Button tone="primary" type="submit" disabled={isSaving}>
            {isNew ? text.contact.addNow : text.contact.save}
          </Button>
        </div>
        {!isNew && (
          <Button icon={UserMinus} onClick={() => void saveAndClose(engine.people.removeContact(person.id))}>
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
        dir="auto"
        autoComplete="off"
        maxLength={80}
        placeholder={theirName}
        value={name}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-error ${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <ErrorText id={`${id}-error`}>{error}</ErrorText>
      <p id={`${id}-hint`} className={styles['hint']}>
        <Sentence>{text.contact.help(isolate(theirName))}</Sentence>
      </p>
    </>
  );
}
