import type { AdminData, AdminPerson, AdminPersonDetails } from '@ringback/protocol';
import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { matchesMedia } from '../../ui/browser/matchesMedia.ts';
import { ConfirmDialog } from '../../ui/dialogs/ConfirmDialog.tsx';
import { useMinute } from '../../ui/time/clocks.ts';
import { formatWhen } from '../../ui/time/formatTime.ts';
import styles from './AdminPage.module.css';
import { text } from './adminText.ts';
import { CopyLink, TextForm } from './adminForms.tsx';
import { Sessions } from './Sessions.tsx';
import { Answered, Failure, useAction, useAnswer } from './useAdmin.tsx';

const words = text.person;

/** What is asked before it is done. */
type Question = 'free' | 'remove';

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
        <section ref={scrollToPanel} aria-label={details.person.name} className={styles['person']}>
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

/** On a narrow screen the panel is below the list, where a press on a name would seem to do nothing. */
function scrollToPanel(panel: HTMLElement | null): void {
  if (matchesMedia('(max-width: 55.99rem)')) panel?.scrollIntoView();
}

function Facts({
  details: { person, contacts, calls, conversations },
}: {
  readonly details: AdminPersonDetails;
}) {
  const now = useMinute();
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

interface ActionsProps {
  readonly person: AdminPerson;
  readonly onChanged: () => void;
  readonly onGone: () => void;
}

/** What opens below the buttons. */
type Opened = 'nothing' | 'rename' | 'suspend';

function Actions({ person, onChanged, onGone }: ActionsProps) {
  const action = useAction(onChanged);
  const [question, setQuestion] = useState<Question>();
  const [opened, setOpened] = useState<Opened>('nothing');
  const [link, setLink] = useState<AdminData<'sign-in'>>();
  const user = person.id;
  const close = () => setOpened('nothing');
  const confirmed = async (): Promise<void> => {
    setQuestion(undefined);
    if (question === 'free') await action.run('free', { name: person.signInName });
    else if ((await action.run('delete', { user })) !== undefined) onGone();
  };
  return (
    <>
      <ActionButtons
        person={person}
        action={action}
        onAsk={setQuestion}
        onOpen={setOpened}
        onLink={setLink}
      />
      <Failure message={action.error} />
      {opened === 'rename' && (
        <TextForm
          label={words.newName}
          submit={words.save}
          start={person.name}
          onSubmit={(name) => void action.run('rename', { user, name }).then((done) => done && close())}
        />
      )}
      {opened === 'suspend' && (
        <TextForm
          label={words.suspendReason}
          help={words.suspendText}
          submit={words.suspendNow}
          start=""
          onSubmit={(reason) => void action.run('suspend', { user, reason }).then((done) => done && close())}
        />
      )}
      {link !== undefined && <CopyLink key={link.link} link={link.link} help={words.linkHelp} />}
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

function ActionButtons({
  person,
  action: { run, isBusy },
  onAsk,
  onOpen,
  onLink,
}: {
  readonly person: AdminPerson;
  readonly action: ReturnType<typeof useAction>;
  readonly onAsk: (question: Question) => void;
  readonly onOpen: (opened: Opened) => void;
  readonly onLink: (link: AdminData<'sign-in'> | undefined) => void;
}) {
  const user = person.id;
  const exportAll = async () => {
    const data = await run('export', { user });
    if (data !== undefined) download(data);
  };
  const restore = () => void run('unsuspend', { user });
  return (
    <div className={styles['actions']}>
      <Button disabled={isBusy} onClick={() => onOpen('rename')}>
        {words.rename}
      </Button>
      <Button disabled={isBusy} onClick={person.suspended === undefined ? () => onOpen('suspend') : restore}>
        {person.suspended === undefined ? words.suspend : words.restore}
      </Button>
      {person.kind === 'guest' && (
        <Button disabled={isBusy} onClick={() => onAsk('free')}>
          {words.free}
        </Button>
      )}
      <Button disabled={isBusy} onClick={() => void run('sign-in', { user }).then(onLink)}>
        {words.link}
      </Button>
      <Button disabled={isBusy} onClick={() => void exportAll()}>
        {words.export}
      </Button>
      <Button tone="danger" disabled={isBusy} onClick={() => onAsk('remove')}>
        {words.remove}
      </Button>
    </div>
  );
}

function questionText(
  question: Question,
  { name, signInName }: AdminPerson,
): { title: string; text: string; confirm: string } {
  switch (question) {
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
