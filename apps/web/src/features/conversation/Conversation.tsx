import type { NoteDraft } from '@ringback/client';
import type { Conversation as KnownConversation, Entry, Note, Person } from '@ringback/protocol';
import { useRef, type ReactNode } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useMe } from '../../engine/derivedHooks.ts';
import { useConversations } from '../../engine/storeHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { ItemBoundary } from '../../ui/layout/ItemBoundary.tsx';
import { useMinute } from '../../ui/time/clocks.ts';
import { formatDay } from '../../ui/time/formatTime.ts';
import { OnVisible } from '../../ui/visibility/OnVisible.tsx';
import { Composer } from './Composer.tsx';
import styles from './Conversation.module.css';
import { noteItemLabel, text } from './conversationText.ts';
import { startsDay, type ConversationItem, type ConversationTimeline } from './conversationTimeline.ts';
import { CenteredCall, DraftBubble, MessageBubble } from './MessageBubble.tsx';
import { QuickReplies } from './QuickReplies.tsx';
import { useStickToEnd } from './useStickToEnd.ts';
import { useReadMarks, useTimeline } from './useTimeline.ts';

/** Renders the items that belong to other features: calls and notes. */
export interface ItemRenderers {
  readonly renderCall: (entry: Entry) => ReactNode;
  readonly renderNote: (note: Note) => ReactNode;
  readonly renderNoteDraft: (draft: NoteDraft) => ReactNode;
}

/** The conversation between the user and a person: messages, calls and notes by time, and a field for the next message. */
export function Conversation({
  person,
  renderers,
}: {
  readonly person: Person;
  readonly renderers: ItemRenderers;
}) {
  const known = useConversations((conversations) =>
    conversations.known.find(({ peer }) => peer.id === person.id),
  );
  const timeline = useTimeline(person);
  const contentRef = useRef<HTMLDivElement>(null);
  useStickToEnd(contentRef, timeline.items.at(-1));
  return (
    <div ref={contentRef} className={styles['conversation']}>
      <Older person={person} state={timeline.state} />
      {timeline.items.length === 0 && timeline.state === 'whole' ? (
        <div className={styles['nothing']}>
          <EmptyState title={text.nothing.title}>
            <p>{text.nothing.help}</p>
          </EmptyState>
        </div>
      ) : (
        <Items timeline={timeline} person={person} known={known} renderers={renderers} />
      )}
      <QuickReplies person={person} newest={timeline.items.at(-1)} />
      <Composer key={person.id} person={person} />
    </div>
  );
}

/** Above the oldest loaded item: loads older ones, or says that they are loading or failed to load. */
function Older({
  person,
  state,
}: {
  readonly person: Person;
  readonly state: ConversationTimeline['state'];
}) {
  const engine = useEngine();
  switch (state) {
    case 'whole':
      return null;
    case 'loading':
      return <p className={styles['older']}>{text.loading}</p>;
    case 'more':
      return (
        <div className={styles['older']}>
          <Button onClick={() => engine.conversations.loadOlder(person.id)}>{text.earlier}</Button>
        </div>
      );
    case 'failed':
      return (
        <div className={styles['older']}>
          <p role="alert">{text.failed}</p>
          <Button onClick={() => engine.conversations.open(person.id)}>{text.retry}</Button>
        </div>
      );
  }
}

function Items({
  timeline: { items },
  person,
  known,
  renderers,
}: {
  readonly timeline: ConversationTimeline;
  readonly person: Person;
  readonly known: KnownConversation | undefined;
  readonly renderers: ItemRenderers;
}) {
  const nowMs = useMinute();
  const me = useMe();
  const readMarkOf = useReadMarks(person.id, known);
  return (
    <ul aria-label={text.messages} className={styles['items']}>
      {items.map((item, index) => (
        <li
          key={item.key}
          id={item.key}
          aria-label={noteItemLabel(item, person, me)}
          className={styles['item']}
        >
          {startsDay(item, items[index - 1]) && (
            <h2 className={styles['day']}>{formatDay(item.at, nowMs)}</h2>
          )}
          <ItemBoundary>
            <Item item={item} person={person} known={known} renderers={renderers} />
          </ItemBoundary>
          <ReadMark onVisible={readMarkOf(item)} />
        </li>
      ))}
    </ul>
  );
}

function Item({
  item,
  person,
  known,
  renderers,
}: {
  readonly item: ConversationItem;
  readonly person: Person;
  readonly known: KnownConversation | undefined;
  readonly renderers: ItemRenderers;
}) {
  switch (item.kind) {
    case 'message':
      return <MessageBubble message={item.message} person={person} conversation={known} />;
    case 'draft':
      return <DraftBubble draft={item.draft} />;
    case 'call':
      return <CenteredCall>{renderers.renderCall(item.entry)}</CenteredCall>;
    case 'note':
      return renderers.renderNote(item.note);
    case 'noteDraft':
      return renderers.renderNoteDraft(item.draft);
  }
}

function ReadMark({ onVisible }: { readonly onVisible: (() => void) | undefined }) {
  return onVisible && <OnVisible className={styles['visibilitySpot']} onVisible={onVisible} />;
}
