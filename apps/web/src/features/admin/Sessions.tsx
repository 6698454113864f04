import type { AdminPerson, Session } from '@ringback/protocol';
import { useState } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { ConfirmDialog } from '../../ui/dialogs/ConfirmDialog.tsx';
import { useMinute } from '../../ui/time/clocks.ts';
import { formatWhen } from '../../ui/time/formatTime.ts';
import styles from './AdminPage.module.css';
import { text } from './adminText.ts';
import { Answered, Failure, useAction, useAnswer } from './useAdmin.tsx';

const words = text.person;

/** Where a user is signed in. */
export function Sessions({ person: { id: user, name } }: { readonly person: AdminPerson }) {
  const answer = useAnswer('sessions', { user });
  const { run, isBusy, error } = useAction(answer.reload);
  const [isAsking, setAsking] = useState(false);
  return (
    <section className={styles['sessions']}>
      <h3>{words.sessions}</h3>
      <Answered answer={answer}>
        {({ sessions }) => (
          <>
            {sessions.length === 0 && <p className={styles['soft']}>{words.noSessions}</p>}
            <ul aria-label={words.sessions} className={styles['list']}>
              {sessions.map((session) => (
                <li key={session.id} className={styles['item']}>
                  <SessionText session={session} />
                  <Button
                    disabled={isBusy}
                    onClick={() => void run('sign-out', { user, session: session.id })}
                  >
                    {words.signOut}
                  </Button>
                </li>
              ))}
            </ul>
            {sessions.length > 1 && (
              <Button disabled={isBusy} onClick={() => setAsking(true)}>
                {words.signOutAll}
              </Button>
            )}
          </>
        )}
      </Answered>
      <Failure message={error} />
      {isAsking && (
        <ConfirmDialog
          title={words.signOutTitle(name)}
          text={words.signOutText}
          confirm={words.signOutAll}
          keep={words.keep}
          onConfirm={() => {
            setAsking(false);
            void run('sign-out', { user });
          }}
          onKeep={() => setAsking(false)}
        />
      )}
    </section>
  );
}

function SessionText({ session: { kind, lastSeenAt, isConnected } }: { readonly session: Session }) {
  const now = useMinute();
  return (
    <p>
      <span className={styles['name']}>{kind?.browser ?? words.browser}</span>
      <span className={styles['about']}>
        {isConnected ? text.people.online : `${words.seen} ${formatWhen(lastSeenAt, now)}`}
      </span>
    </p>
  );
}
