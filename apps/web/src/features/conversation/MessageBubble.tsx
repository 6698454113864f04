import type { MessageDraft } from '@ringback/client';
import type { Conversation, Message, Person } from '@ringback/protocol';
import type { ReactNode } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Bubble, BubbleChoices } from '../../ui/layout/Bubble.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import { VisuallyHidden } from '../../ui/layout/AccessibleText.tsx';
import { formatTime } from '../../ui/time/formatTime.ts';
import styles from './MessageBubble.module.css';
import { draftStatus, messageStatus, text } from './conversationText.ts';
import { messageParts, type MessagePart } from './messageLinks.ts';

/** A message of either side; the user's own shows its delivery status. */
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
    <TextBubble
      side={isTheirs ? 'theirs' : 'mine'}
      author={isTheirs ? person.name : text.you}
      content={message.text}
    >
      <time dateTime={new Date(message.sentAt).toISOString()}>{formatTime(message.sentAt)}</time>
      {!isTheirs && <span>{messageStatus(message, conversation)}</span>}
    </TextBubble>
  );
}

/** A message that the server does not have yet. */
export function DraftBubble({ draft }: { readonly draft: MessageDraft }) {
  const engine = useEngine();
  const isRefused = draft.status.state === 'refused';
  return (
    <>
      <TextBubble side="mine" author={text.you} content={draft.text} isDraft>
        <span data-refused={isRefused}>{draftStatus(draft)}</span>
      </TextBubble>
      {isRefused && (
        <BubbleChoices>
          <Button onClick={() => engine.conversations.sendAgain(draft.id)}>{text.again}</Button>
          <Button onClick={() => engine.conversations.discard(draft.id)}>{text.discard}</Button>
        </BubbleChoices>
      )}
    </>
  );
}

/** Centers a call between the bubbles. */
export function CenteredCall({ children }: { readonly children: ReactNode }) {
  return <div className={styles['call']}>{children}</div>;
}

function TextBubble({
  side,
  author,
  content,
  isDraft = false,
  children,
}: {
  readonly side: 'mine' | 'theirs';
  readonly author: string;
  readonly content: string;
  readonly isDraft?: boolean;
  /** The time and the status. */
  readonly children: ReactNode;
}) {
  return (
    <Bubble side={side} isDraft={isDraft} className={styles['bubble']}>
      <VisuallyHidden>
        <bdi>{author}</bdi>:{' '}
      </VisuallyHidden>
      <p dir="auto" className={styles['content']}>
        {messageParts(content).map((part, index) => (
          <Part key={`${index} ${part.kind}`} part={part} />
        ))}
      </p>
      <p className={styles['meta']}>{children}</p>
    </Bubble>
  );
}

function Part({ part }: { readonly part: MessagePart }) {
  if (part.kind === 'text') return part.text;
  // The direction of the text around it must not turn an address.
  return (
    <a href={part.href} target="_blank" rel="noopener noreferrer" dir="ltr" className={styles['link']}>
      {part.text}
    </a>
  );
}
