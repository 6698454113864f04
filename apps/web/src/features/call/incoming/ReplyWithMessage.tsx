import type { IncomingCall } from '@ringback/client';
import { MessageText } from '@ringback/protocol';
import { useEffect, useId, useRef, useState, type RefObject } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useChangeRules } from '../../../engine/RuleChanges.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { callsBlocked, quickReplies } from '../../../i18n/sharedText.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { OneLine } from '../oneLine/OneLine.tsx';
import { text } from '../text/callText.ts';
import { AskWhy } from './CallRequest.tsx';
import styles from './ReplyWithMessage.module.css';

/** Without "called by accident", which does not fit a person who is being called. */
const replies = quickReplies.slice(1);

/** A call that rings, over the screen or beside another one. */
type Ringing = Pick<IncomingCall, 'peer' | 'acceptWithoutVideo' | 'decline' | 'askWhy' | 'request'>;

/** The other answers: without video, or no, with a message that says why. */
export function ReplyWithMessage({ call }: { readonly call: Ringing }) {
  const listId = useId();
  const firstRef = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (isOpen) firstRef.current?.focus();
  }, [isOpen]);
  return (
    <>
      <div className={styles['others']}>
        {call.acceptWithoutVideo !== undefined && (
          <Button className={styles['other']} onClick={call.acceptWithoutVideo}>
            {text.acceptWithoutVideo}
          </Button>
        )}
        <Button
          className={styles['other']}
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => setIsOpen(!isOpen)}
        >
          {text.replyWith}
        </Button>
        <AskWhy call={call} />
        <BlockCaller call={call} />
      </div>
      <div
        id={listId}
        role="group"
        aria-label={text.replyWith}
        hidden={!isOpen}
        data-replies=""
        className={styles['replies']}
      >
        <Replies call={call} firstRef={firstRef} />
      </div>
    </>
  );
}

function Replies({
  call,
  firstRef,
}: {
  readonly call: Ringing;
  readonly firstRef: RefObject<HTMLButtonElement | null>;
}) {
  const engine = useEngine();
  const [hasRoom, setHasRoom] = useState(true);
  const reply = (words: string): void => {
    const isTaken = engine.conversations.send(call.peer.id, words);
    setHasRoom(isTaken);
    if (isTaken) call.decline();
  };
  return (
    <>
      {replies.map((words, index) => (
        <Button key={words} ref={index === 0 ? firstRef : undefined} onClick={() => reply(words)}>
          {words}
        </Button>
      ))}
      <OneLine label={text.ownReply} schema={MessageText} onSend={reply} />
      <p role="status" className={styles['refused']}>
        {hasRoom ? '' : text.noRoomForReply}
      </p>
    </>
  );
}

/** Blocks the calls of who rings. Their call goes away here, and to them it looks as if no one answered. */
function BlockCaller({ call: { peer } }: { readonly call: Pick<IncomingCall, 'peer'> }) {
  const changeRules = useChangeRules();
  const isOnline = useConnection().state === 'online';
  return (
    <Button
      className={styles['other']}
      disabled={!isOnline}
      onClick={() => changeRules(peer, { blocksCalls: true }, callsBlocked(peer.name))}
    >
      {text.block}
    </Button>
  );
}
