import type { InvitationList } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { TextField } from '../../../ui/fields/TextField.tsx';
import styles from './Account.module.css';
import { text } from './accountText.ts';
import { FormDialog } from './FormDialog.tsx';

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The invitations that the user makes, where the host lets members do that. */
export function Invitations({ isDisabled }: { readonly isDisabled: boolean }) {
  const { credentials } = useEngine();
  const [list, setList] = useState<InvitationList['invitations']>([]);
  const [link, setLink] = useState<string>();
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    async function load() {
      const answer = await credentials.fetchInvitations();
      if (answer.ok) setList(answer.data.invitations);
    }
    void load();
  }, [credentials]);
  const refresh = async (): Promise<void> => {
    const answer = await credentials.fetchInvitations();
    if (answer.ok) setList(answer.data.invitations);
  };
  const remove = async (id: string): Promise<void> => {
    const answer = await credentials.removeInvitation(id);
    if (answer.ok) setList(answer.data.invitations);
  };
  return (
    <>
      {list.length > 0 && (
        <ul aria-label={text.invitations.label} className={styles['passkeys']}>
          {list.map(({ id, usesLeft, expiresAt }) => (
            <li key={id} className={styles['passkey']}>
              {text.invitations.open(usesLeft, dates.format(expiresAt))}
              <Button disabled={isDisabled} onClick={() => void remove(id)}>
                {text.passkeys.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {link !== undefined && (
        <div className={styles['withButton']}>
          <TextField label={text.invitations.link} value={link} readOnly />
          <Button onClick={() => void navigator.clipboard.writeText(link)}>{text.invitations.copy}</Button>
          <p className={styles['hint']}>{text.invitations.once}</p>
        </div>
      )}
      <div className={styles['row']}>
        <Button disabled={isDisabled} onClick={() => setIsOpen(true)}>
          {text.invitations.make}
        </Button>
      </div>
      {isOpen && (
        <NewInvitationDialog
          onDismiss={() => setIsOpen(false)}
          onMade={(code) => {
            setIsOpen(false);
            setLink(`${location.origin}/join#${code}`);
            void refresh();
          }}
        />
      )}
    </>
  );
}

function NewInvitationDialog({
  onMade,
  onDismiss,
}: {
  readonly onMade: (code: string) => void;
  readonly onDismiss: () => void;
}) {
  const { credentials } = useEngine();
  const [uses, setUses] = useState('1');
  const [days, setDays] = useState('7');
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<string>();
  const make = async (): Promise<void> => {
    setIsSaving(true);
    const answer = await credentials.addInvitation({ uses: Number(uses), days: Number(days) });
    setIsSaving(false);
    if (answer.ok) onMade(answer.data.code);
    else setError(answer.error.message);
  };
  return (
    <FormDialog
      title={text.invitations.make}
      submit={text.invitations.submit}
      isSaving={isSaving}
      error={error}
      onSubmit={() => void make()}
      onDismiss={onDismiss}
    >
      <TextField
        label={text.invitations.uses}
        type="number"
        min={1}
        max={100}
        value={uses}
        onChange={(event) => setUses(event.target.value)}
      />
      <TextField
        label={text.invitations.days}
        type="number"
        min={1}
        max={30}
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
    </FormDialog>
  );
}
