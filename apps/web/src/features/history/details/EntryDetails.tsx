import type { CallId, Entry, Person } from '@ringback/protocol';
import { ArrowLeft, Ban, Phone, Trash2, Video } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Link } from 'wouter';
import { usePlaceCall } from '../../../engine/derivedHooks.ts';
import { useChangeRules, useRules } from '../../../engine/RuleChanges.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { callsBlocked, callsUnblocked } from '../../../i18n/sharedText.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { spokenDuration } from '../../../ui/time/formatTime.ts';
import { EmptyState } from '../../../ui/layout/EmptyState.tsx';
import { OnVisible } from '../../../ui/visibility/OnVisible.tsx';
import { isFromList } from '../list/callsAddress.ts';
import { checkAddress, failureText } from '../../../i18n/endCauses.ts';
import styles from './EntryDetails.module.css';
import { kindText } from '../entries/entryText.ts';
import { happenedText } from './happenedText.ts';
import { Outcome } from '../entries/Outcome.tsx';
import { text } from '../entries/historyText.ts';
import { CallTimeline } from './CallTimeline.tsx';
import { useSeen } from '../entries/entryRequests.ts';
import { useEntry } from '../entries/useEntries.ts';
import { isolate, isolatePeer, Sentence } from '../../../ui/layout/Sentence.tsx';

interface CardProps {
  /** The address of the list, as the user left it. */
  readonly listAddress: string;
  readonly onDelete: () => void;
  /** Renders the note that was left after a call, if there is one. */
  readonly renderNote: (entry: Entry) => ReactNode;
}

/** Everything that is known about one call. */
export function EntryDetails({
  callId,
  listAddress,
  onDelete,
  renderNote,
}: CardProps & { readonly callId: CallId }) {
  const lookup = useEntry(callId);
  switch (lookup.state) {
    case 'loading':
      return <p className={styles['note']}>{text.loading}</p>;
    case 'failed':
      return <EmptyState title={text.failed} action={<Button onClick={lookup.retry}>{text.retry}</Button>} />;
    case 'unknown':
      return <UnknownEntry />;
    case 'known':
      return (
        <Card entry={lookup.entry} listAddress={listAddress} onDelete={onDelete} renderNote={renderNote} />
      );
  }
}

/** Shown if the address is not that of a call in the user's history. */
export function UnknownEntry() {
  return (
    <EmptyState
      title={text.unknown.title}
      action={
        <Link href="/calls" className={styles['link'] ?? ''}>
          {text.unknown.action}
        </Link>
      }
    >
      <p>{text.unknown.help}</p>
    </EmptyState>
  );
}

function Card({ entry, listAddress, onDelete, renderNote }: CardProps & { readonly entry: Entry }) {
  const { peer } = entry;
  const { onSeen } = useSeen([entry]);
  return (
    <article className={styles['card']}>
      {onSeen !== undefined && !entry.seen && <OnVisible onVisible={() => onSeen(entry.callId)} />}
      <BackLink href={listAddress} />
      <header className={styles['header']}>
        <Avatar person={peer} size="large" />
        <h1 dir="auto" className={styles['name']}>
          {peer.name}
        </h1>
        <Outcome entry={entry} />
        <p className={styles['happened']}>
          <Sentence>{happenedText(isolatePeer(entry))}</Sentence>
        </p>
      </header>
      {entry.reason !== undefined && (
        <p className={styles['reasonGiven']}>
          {text.about} <q dir="auto">{entry.reason}</q>
        </p>
      )}
      <Problem entry={entry} />
      {renderNote(entry)}
      <Facts entry={entry} />
      <CallTimeline key={entry.callId} entry={entry} />
      <Actions entry={entry} onDelete={onDelete} />
      <Link href={`/people/${peer.id}`} className={styles['link'] ?? ''}>
        <Sentence>{text.allWith(isolate(peer.name))}</Sentence>
      </Link>
    </article>
  );
}

function BackLink({ href }: { readonly href: string }) {
  return (
    <Link
      href={href}
      aria-label="Back"
      className={styles['back'] ?? ''}
      onClick={(event) => {
        if (!isFromList()) return;
        // Going back restores the list with its scroll position.
        event.preventDefault();
        history.back();
      }}
    >
      <ArrowLeft aria-hidden="true" size={20} />
    </Link>
  );
}

function Problem({ entry }: { readonly entry: Entry }) {
  const failure = failureText(isolatePeer(entry));
  if (failure === undefined) return null;
  return (
    <section className={styles['trouble']} aria-label={text.trouble}>
      <h2>{text.trouble}</h2>
      <p>
        <Sentence>{failure.why}</Sentence>
      </p>
      <p>
        <Sentence>{failure.advice}</Sentence>
      </p>
      <Link href={checkAddress(entry.cause)} className={styles['link'] ?? ''}>
        {text.checkThis}
      </Link>
    </section>
  );
}

function Facts({ entry }: { readonly entry: Entry }) {
  return (
    <dl className={styles['facts']}>
      <Fact name={text.facts.kind}>{kindText(entry)}</Fact>
      <Fact name={text.facts.placed}>
        <PreciseTime timeMs={entry.placedAt} />
      </Fact>
      <Fact name={text.facts.ended}>
        <PreciseTime timeMs={entry.endedAt} />
      </Fact>
      {entry.label === 'answered' && (
        <Fact name={text.facts.duration}>{spokenDuration(entry.durationMs ?? 0)}</Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const preciseFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'medium' });

function PreciseTime({ timeMs }: { readonly timeMs: number }) {
  return <time dateTime={new Date(timeMs).toISOString()}>{preciseFormat.format(timeMs)}</time>;
}

function Actions({ entry, onDelete }: { readonly entry: Entry; readonly onDelete: () => void }) {
  const { place, whyNot: reason } = usePlaceCall();
  const reasonId = useId();
  return (
    <>
      <div className={styles['actions']}>
        <Button
          tone="primary"
          icon={entry.media === 'video' ? Video : Phone}
          onClick={() => place?.(entry.peer, entry.media)}
          {...(reason !== undefined && { disabled: true, title: reason, 'aria-describedby': reasonId })}
        >
          {entry.direction === 'incoming' ? text.callBack : text.callAgain}
        </Button>
        <Button icon={Trash2} onClick={onDelete}>
          {text.deleteThis}
        </Button>
        {entry.direction === 'incoming' && <BlockButton peer={entry.peer} />}
      </div>
      <p id={reasonId} className={styles['reason']}>
        {reason}
      </p>
    </>
  );
}

/** Blocks the calls of who called, or takes it back. */
function BlockButton({ peer }: { readonly peer: Person }) {
  const changeRules = useChangeRules();
  const isOnline = useConnection().state === 'online';
  const isBlocked = useRules(peer).blocksCalls;
  return (
    <Button
      icon={Ban}
      disabled={!isOnline}
      onClick={() =>
        changeRules(
          peer,
          { blocksCalls: !isBlocked },
          isBlocked ? callsUnblocked(peer.name) : callsBlocked(peer.name),
        )
      }
    >
      {isBlocked ? text.unblock : text.block}
    </Button>
  );
}
