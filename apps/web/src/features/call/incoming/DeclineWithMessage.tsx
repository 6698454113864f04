import type { IncomingCall } from '@ringback/client';
import { MessageSquare } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { quickReplies } from '../../../i18n/sharedText.ts';
import styles from './DeclineWithMessage.module.css';
import { text } from '../text/callText.ts';

/** Without "called by accident", which does not fit a person who is being called. */
const replies = quickReplies.slice(1);

/** Declines a ringing call with a message. */
export function DeclineWithMessage({ call }: { readonly call: IncomingCall }) {
  const engine = useEngine();
  const listId = useId();
  const firstRef = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (isOpen) firstRef.current?.focus();
  }, [isOpen]);
  const decline = (reply: string): void => {
    engine.conversations.send(call.peer.id, reply);
    call.decline();
  };
  return (
    <>
      <Button
        icon={MessageSquare}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setIsOpen(!isOpen)}
      >
        {text.message}
      </Button>
      <div
        id={listId}
        role="group"
        aria-label={text.declineWith}
        hidden={!isOpen}
        className={styles['replies']}
      >
        {replies.map((reply, index) => (
          <Button key={reply} ref={index === 0 ? firstRef : undefined} onClick={() => decline(reply)}>
            {reply}
          </Button>
        ))}
      </div>
    </>
  );
}
