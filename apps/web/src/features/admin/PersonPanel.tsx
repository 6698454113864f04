import type { AdminData, AdminPerson, AdminPersonDetails } from '@ringback/protocol';
import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { ConfirmDialog } from '../../ui/dialogs/ConfirmDialog.tsx';
import { formatWhen } from '../../ui/time/formatTime.ts';
import styles from './AdminPage.module.css';
import { text } from './adminText.ts';
import { CopyLink, TextForm } from './adminForms.tsx';
import { Sessions } from './Sessions.tsx';
import { Answered, Failure, useAction, useAnswer } from './useAdmin.tsx';

const words = text.person;

/** What is asked before it is done. */
type Question = 'suspend' | 'free' | 'remove';

/** One user: what there is of them, and what the host can do. */
export function PersonPanel({
  userId,
  onChanged,
  onGone,
}: {
  readonly userId: string;
  readonly onChanged: () => void;
  readonly onGone: () => void;
}) {
  const answer = useAnswer('show', { user: userId });
  return (
    <Answered answer={answer}>
      {(details) => (
        <section aria-label={details.person.name} className={styles['person']}>
          <h2 dir="auto">{details.person.name}</h2>
          <Facts details={details} />
          <Actions
            person={details.person}
            onGone={() => {
              onGone();
              onChanged();
            }}
            onChanged={() => {
              answer.reload();
              onChanged();
            }}
          />
          <Sessions person={details.person} />
        </section>
      )}
    </Answered>
  );
}

function Facts({
  details: { person, contacts, calls, conversations },
}: {
  readonly details: AdminPersonDetails;
}) {
  const now = Date.now();
  return (
    <dl className={styles['facts']}>
      <Fact label={words.signsInAs}>{person.signInName}</Fact>
      {person.handle !== undefined && <Fact label={words.handle}>@{person.handle}</Fact>}
      <Fact label={words.id}>
        <code>{person.id}</code>
      </Fact>
      <Fact label={words.created}>{formatWhen(person.createdAt, now)}</Fact>
      <Fact label={words.seen}>{formatWhen(person.seenAt, now)}</Fact>
      <Fact label={words.has}>{words.counts(calls, conversations, contacts)}</Fact>
      {person.suspended !== undefined && (
        <Fact label={words.suspendedSince}>{formatWhen(person.suspended.at, now)}</Fact>
      )}
      {person.suspended?.reason !== undefined && <Fact label={words.reason}>{person.suspended.reason}</Fact>}
    </dl>
  );
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

function Actions({
  person,
  onChanged,
  onGone,
}: {
  readonly person: AdminPerson;
  readonly onChanged: () => void;
  readonly onGone: () => void;
}) {
  const { run, isBusy, error } = useAction(onChanged);
  const [question, setQuestion] = useState<Question>();
  const [reason, setReason] = useState('');
  const [isRenaming, setRenaming] = useState(false);
  const [link, setLink] = useState<AdminData<'sign-in'>>();
  const user = person.id;
  const confirmed = async (): Promise<void> => {
    setQuestion(undefined);
    if (question === 'suspend') await run('suspend', { user, reason });
    else if (question === 'free') await run('free', { name: person.signInName });
    else if ((await run('delete', { user })) !== undefined) onGone();
  };
  return (
    <>
      <div className={styles['actions']}>
        <Button disabled={isBusy} onClick={() => setRenaming(!isRenaming)} aria-expanded={isRenaming}>
          {words.rename}
        </Button>
        {person.suspended === undefined ? (
          <Button disabled={isBusy} onClick={() => setQuestion('suspend')}>
            {words.suspend}
          </Button>
        ) : (
          <Button disabled={isBusy} onClick={() => void run('unsuspend', { user })}>
            {words.restore}
          </Button>
        )}
        {person.kind === 'guest' && (
          <Button disabled={isBusy} onClick={() => setQuestion('free')}>
            {words.free}
          </Button>
        )}
        <Button disabled={isBusy} onClick={() => void run('sign-in', { user }).then(setLink)}>
          {words.link}
        </Button>
        <Button
          disabled={isBusy}
          onClick={() => void run('export', { user }).then((data) => data && download(data))}
        >
          {words.export}
        </Button>
        <Button tone="danger" disabled={isBusy} onClick={() => setQuestion('remove')}>
          {words.remove}
        </Button>
      </div>
      <Failure message={error} />
      {isRenaming && (
        <TextForm
          label={words.newName}
          submit={words.save}
          start={person.name}
          onSubmit={(name) =>
            void run('rename', { user, name }).then((done) => done !== undefined && setRenaming(false))
          }
        />
      )}
      {link !== undefined && <CopyLink link={link.link} help={words.linkHelp} />}
      {person.suspended === undefined && (
        <label className={styles['field']}>
          {words.suspendReason}
          <input maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      {question !== undefined && (
        <ConfirmDialog
          {...questionText(question, person)}
          keep={words.keep}
          onConfirm={() => void confirmed()}
          onKeep={() => setQuestion(undefined)}
        />
      )}
    </>
  );
}

function questionText(
  question: Question,
  { name, signInName }: AdminPerson,
): { title: string; text: string; confirm: string } {
  switch (question) {
    case 'suspend':
      return { title: words.suspendTitle(name), text: words.suspendText, confirm: words.suspend };
    case 'free':
      return { title: words.freeTitle(signInName), text: words.freeText, confirm: words.free };
    case 'remove':
      return { title: words.removeTitle(name), text: words.removeText, confirm: words.remove };
  }
}

function download({ person, json }: AdminData<'export'>): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = `ringback-${person.id}.json`;
  anchor.click();
  URL.revokeObjectURL(url);
}
