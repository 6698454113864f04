import type { Draft } from '@ringback/client';
import type { Conversation, Message, Person } from '@ringback/protocol';
import type { ReactNode } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Bubble, BubbleChoices } from '../../ui/layout/Bubble.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import { VisuallyHidden } from '../../ui/layout/VisuallyHidden.tsx';
import { formatTime } from '../../ui/time/formatTime.ts';
import styles from './MessageBubble.module.css';
import { draftStatus, messageStatus } from './messageStatus.ts';
import { text } from './conversationText.ts';

/** A message of either side; one's own says how far it has got. */
export function MessageBubble({
  message,
  person,
  conversation,
}: {
  readonly message: Message;
  readonly person: Person;
  readonly conversation: Conversation | undefined;
}) {
  const isTheirs = message.from === person.id;
  return (
    <Words side={isTheirs ? 'theirs' : 'mine'} by={isTheirs ? person.name : text.you} words={message.text}>
      <time dateTime={new Date(message.sentAt).toISOString()}>{formatTime(message.sentAt)}</time>
      {!isTheirs && <span>{messageStatus(message, conversation)}</span>}
    </Words>
  );
}

/** A message that is not with the server yet. */
export function DraftBubble({ draft }: { readonly draft: Draft }) {
  const engine = useEngine();
  const isRefused = draft.status.state === 'refused';
  return (
    <>
      <Words side="mine" by={text.you} words={draft.text} isDraft>
        <span data-refused={isRefused}>{draftStatus(draft)}</span>
      </Words>
      {isRefused && (
        <BubbleChoices>
          <Button onClick={() => engine.sendAgain(draft.id)}>{text.again}</Button>
          <Button onClick={() => engine.discardMessage(draft.id)}>{text.discard}</Button>
        </BubbleChoices>
      )}
    </>
  );
}

/** A call between the two. */
export function CallLine({ children }: { readonly children: ReactNode }) {
  return <div className={styles['call']}>{children}</div>;
}

function Words({
  side,
  by,
  words,
  isDraft = false,
  children,
}: {
  readonly side: 'mine' | 'theirs';
  readonly by: string;
  readonly words: string;
  readonly isDraft?: boolean;
  /** When, and how far it has got. */
  readonly children: ReactNode;
}) {
  return (
    <Bubble side={side} isDraft={isDraft} className={styles['bubble']}>
      <VisuallyHidden>{by}: </VisuallyHidden>
      <p dir="auto" className={styles['words']}>
        {words}
      </p>
      <p className={styles['meta']}>{children}</p>
    </Bubble>
  );
}
