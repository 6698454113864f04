import type { Draft, NoteDraft } from '@ringback/client';
import type { Conversation as Known, Entry, Note, Person } from '@ringback/protocol';
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection, useConversations, useMe } from '../../engine/storeHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { OnVisible } from '../../ui/visibility/OnVisible.tsx';
import { useMinute } from '../../ui/time/useMinute.ts';
import { formatDay } from '../../ui/time/formatTime.ts';
import { Composer } from './Composer.tsx';
import styles from './Conversation.module.css';
import { CallLine, DraftBubble, MessageBubble } from './MessageBubble.tsx';
import { QuickReplies } from './QuickReplies.tsx';
import { text } from './conversationText.ts';
import { noteStatus } from './noteStatus.ts';
import { startsDay, timelineOf, unknownThread, type Item, type Timeline } from './conversationTimeline.ts';
import { useNotesWith } from './useNotesWith.ts';
import { isUnread, useRead } from './useRead.ts';

/** How calls and notes are told; they belong to other parts of the app. */
export interface Telling {
  readonly renderCall: (entry: Entry) => ReactNode;
  readonly renderNote: (note: Note) => ReactNode;
  readonly renderNoteDraft: (draft: NoteDraft) => ReactNode;
}

/** All between the user and one person: messages, calls and notes in the order of time, and a field to write the next one. */
export function Conversation({ person, telling }: { readonly person: Person; readonly telling: Telling }) {
  const known = useConversations((all) => all.known.find(({ peer }) => peer.id === person.id));
  const outbox = useConversations((all) => all.outbox);
  const drafts = outbox.filter(({ to }) => to === person.id);
  const timeline = useTimeline(person, drafts);
  return (
    <div className={styles['conversation']}>
      <Older person={person} state={timeline.state} />
      {timeline.items.length === 0 && timeline.state === 'whole' ? (
        <div className={styles['nothing']}>
          <EmptyState title={text.nothing.title}>
            <p>{text.nothing.help}</p>
          </EmptyState>
        </div>
      ) : (
        <Lines timeline={timeline} person={person} known={known} telling={telling} />
      )}
      <QuickReplies person={person} newest={timeline.items.at(-1)} />
      <Composer key={person.id} person={person} />
    </div>
  );
}

function useTimeline(person: Person, drafts: readonly Draft[]): Timeline {
  const engine = useEngine();
  const threads = useConversations((all) => all.threads);
  const { state: connection } = useConnection();
  const thread = threads.get(person.id) ?? unknownThread;
  const notes = useNotesWith(person.id);
  const isMissing = connection === 'online' && !threads.has(person.id);
  useEffect(() => {
    if (isMissing) engine.openConversation(person.id);
  }, [engine, person.id, isMissing]);
  return timelineOf(thread, drafts, notes);
}

function Older({ person, state }: { readonly person: Person; readonly state: Timeline['state'] }) {
  const engine = useEngine();
  switch (state) {
    case 'whole':
      return null;
    case 'loading':
      return <p className={styles['older']}>{text.loading}</p>;
    case 'more':
      return (
        <div className={styles['older']}>
          <Button onClick={() => engine.loadOlder(person.id)}>{text.earlier}</Button>
        </div>
      );
    case 'failed':
      return (
        <div className={styles['older']}>
          <p role="alert">{text.failed}</p>
          <Button onClick={() => engine.openConversation(person.id)}>{text.retry}</Button>
        </div>
      );
  }
}

function Lines({
  timeline: { items },
  person,
  known,
  telling,
}: {
  readonly timeline: Timeline;
  readonly person: Person;
  readonly known: Known | undefined;
  readonly telling: Telling;
}) {
  const nowMs = useMinute();
  const me = useMe();
  const onSightOf = useRead(person.id, known);
  useOpenedAtUnread(items, known);
  return (
    <ul aria-label={text.messages} className={styles['lines']}>
      {items.map((item, index) => (
        <li key={item.key} id={item.key} aria-label={noteStatus(item, person, me)} className={styles['line']}>
          {startsDay(item, items[index - 1]) && (
            <h2 className={styles['day']}>{formatDay(item.at, nowMs)}</h2>
          )}
          <Line item={item} person={person} known={known} telling={telling} />
          <Sight onVisible={onSightOf(item)} />
        </li>
      ))}
      <End newest={items.at(-1)} />
    </ul>
  );
}

function Line({
  item,
  person,
  known,
  telling,
}: {
  readonly item: Item;
  readonly person: Person;
  readonly known: Known | undefined;
  readonly telling: Telling;
}) {
  switch (item.kind) {
    case 'message':
      return <MessageBubble message={item.message} person={person} conversation={known} />;
    case 'draft':
      return <DraftBubble draft={item.draft} />;
    case 'call':
      return <CallLine>{telling.renderCall(item.entry)}</CallLine>;
    case 'note':
      return telling.renderNote(item.note);
    case 'noteDraft':
      return telling.renderNoteDraft(item.draft);
  }
}

function Sight({ onVisible }: { readonly onVisible: (() => void) | undefined }) {
  return onVisible && <OnVisible className={styles['sight']} onVisible={onVisible} />;
}

/** Goes to the first unread message as the conversation is opened, if it lies further back than the end shows. */
function useOpenedAtUnread(items: readonly Item[], known: Known | undefined): void {
  const isOpened = useRef(false);
  useLayoutEffect(() => {
    if (isOpened.current || known === undefined || !items.some(({ kind }) => kind === 'message')) return;
    isOpened.current = true;
    const first = items.find((item) => isUnread(item, known));
    if (first !== undefined) document.getElementById(first.key)?.scrollIntoView({ block: 'nearest' });
  });
}

/** The end of the lines: in view at first, whenever the user has written, and for who is near it as something comes. */
function End({ newest }: { readonly newest: Item | undefined }) {
  const firstRef = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => follow(firstRef.current), []);
  return (
    <li ref={firstRef} aria-hidden="true" className={styles['end']}>
      <span
        key={newest?.key}
        ref={newest?.kind === 'draft' || newest?.kind === 'noteDraft' ? follow : followIfNear}
        className={styles['mark']}
      />
    </li>
  );
}

/** About three bubbles: who has scrolled further reads older ones and is left alone. */
const nearPx = 300;

function followIfNear(end: HTMLElement | null): void {
  if (end !== null && end.getBoundingClientRect().top < window.innerHeight + nearPx) follow(end);
}

function follow(end: HTMLElement | null): void {
  // The newest browsers return a promise, which a ref or an effect must not.
  end?.scrollIntoView({ block: 'end' });
}
