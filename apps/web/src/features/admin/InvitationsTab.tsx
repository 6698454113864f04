import type { AdminInvitation } from '@ringback/protocol';
import { useState } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { useMinute } from '../../ui/time/clocks.ts';
import { formatWhen } from '../../ui/time/formatTime.ts';
import { CopyLink } from './adminForms.tsx';
import styles from './AdminPage.module.css';
import { text } from './adminText.ts';
import { Answered, Failure, useAction, useAnswer } from './useAdmin.tsx';

const words = text.invitations;

/** The invitations to this server that can still be used. */
export function InvitationsTab() {
  const answer = useAnswer('invitations', {});
  const { run, isBusy, error } = useAction(answer.reload);
  const [uses, setUses] = useState('1');
  const [days, setDays] = useState('7');
  const [link, setLink] = useState<string>();
  return (
    <div className={styles['column']}>
      <form
        className={styles['inline']}
        onSubmit={(event) => {
          event.preventDefault();
          void run('invite', { uses: Number(uses), days: Number(days) }).then((made) => setLink(made?.link));
        }}
      >
        <NumberField label={words.uses} max={1000} value={uses} onChange={setUses} />
        <NumberField label={words.days} max={365} value={days} onChange={setDays} />
        <Button tone="primary" type="submit" disabled={isBusy}>
          {words.make}
        </Button>
      </form>
      <Failure message={error} />
      {link !== undefined && <CopyLink key={link} link={link} />}
      <Answered answer={answer}>
        {({ invitations }) => (
          <>
            {invitations.length === 0 && <p className={styles['soft']}>{words.none}</p>}
            <ul aria-label={words.list} className={styles['list']}>
              {invitations.map((invitation) => (
                <li key={invitation.id} className={styles['item']}>
                  <InvitationText invitation={invitation} />
                  <Button disabled={isBusy} onClick={() => void run('uninvite', { id: invitation.id })}>
                    {words.end}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </div>
  );
}

function InvitationText({ invitation }: { readonly invitation: AdminInvitation }) {
  const now = useMinute();
  const { id, createdBy, usesLeft, expiresAt } = invitation;
  return (
    <p>
      <span className={styles['name']}>
        {words.left(usesLeft)}, {words.until} {formatWhen(expiresAt, now)}
      </span>
      <span className={styles['about']}>
        {createdBy === undefined ? words.byHost : words.byMember} · <code>{id}</code>
      </span>
    </p>
  );
}

function NumberField({
  label,
  max,
  value,
  onChange,
}: {
  readonly label: string;
  readonly max: number;
  readonly value: string;
  readonly onChange: (typed: string) => void;
}) {
  return (
    <label className={styles['field']}>
      {label}
      <input
        type="number"
        min={1}
        max={max}
        required
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
