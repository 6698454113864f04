import type { Person } from '@ringback/protocol';
import { Pencil, Star, UserPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection, usePeople } from '../../engine/storeHooks.ts';
import { IconButton } from '../../ui/controls/Button.tsx';
import { ErrorText } from '../../ui/layout/AccessibleText.tsx';
import styles from './ContactActions.module.css';
import { ContactDialog } from './ContactDialog.tsx';
import { text } from './peopleText.ts';

/** Makes a person a favorite or a contact, and edits the contact. Only the user sees these. `children` are more buttons. */
export function ContactActions({
  person,
  children,
}: {
  readonly person: Person;
  readonly children: ReactNode;
}) {
  const engine = useEngine();
  const isOnline = useConnection().state === 'online';
  const known = usePeople(({ known }) => known.find(({ id }) => id === person.id));
  const [isEditing, setEditing] = useState(false);
  const [error, setError] = useState<string>();
  const isFavorite = known?.contact?.isFavorite === true;
  const toggleFavorite = async () => {
    const answer = await engine.people.setContact(person.id, { isFavorite: !isFavorite });
    setError(answer.ok ? undefined : answer.error.message);
  };
  const blocked = isOnline ? {} : { disabled: true, title: text.contact.offline };
  return (
    <div className={styles['actions']}>
      <IconButton
        label={text.contact.favorite}
        icon={Star}
        aria-pressed={isFavorite}
        className={styles['star']}
        onClick={() => void toggleFavorite()}
        {...blocked}
      />
      <IconButton
        label={known?.contact === undefined ? text.contact.add : text.contact.edit}
        icon={known?.contact === undefined ? UserPlus : Pencil}
        onClick={() => setEditing(true)}
        {...blocked}
      />
      {children}
      <ErrorText className={styles['error']}>{error}</ErrorText>
      {isEditing && (
        <ContactDialog person={known ?? { ...person, met: false }} onClose={() => setEditing(false)} />
      )}
    </div>
  );
}
