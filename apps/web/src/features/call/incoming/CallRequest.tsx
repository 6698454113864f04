import type { IncomingCall } from '@ringback/client';
import { Button } from '../../../ui/controls/Button.tsx';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { formatDate } from '../../../ui/time/formatTime.ts';
import { text } from '../text/callText.ts';
import styles from './CallRequest.module.css';
import replyStyles from './ReplyWithMessage.module.css';

/** What is known about a stranger who calls, before anything is answered. */
export function StrangerFacts({ call: { request } }: { readonly call: Pick<IncomingCall, 'request'> }) {
  if (request === undefined) return null;
  const { handle, sinceMs } = request;
  const facts = [
    text.request.notInContacts,
    ...(handle === undefined ? [] : [`@${handle}`]),
    sinceMs === undefined ? text.request.guest : text.request.since(formatDate(sinceMs)),
  ];
  return <p className={styles['facts']}>{facts.join(' · ')}</p>;
}

/** What the caller says the call is about, as soon as they say it. */
export function CallReason({
  call: { reason, isUrgent, request },
}: {
  readonly call: Pick<IncomingCall, 'reason' | 'isUrgent' | 'request'>;
}) {
  const isAwaited = reason === undefined && request?.isAsked === true;
  return (
    <>
      {isUrgent === true && <p className={styles['urgent']}>{text.request.urgent}</p>}
      <Status className={styles['reason']}>
        {reason === undefined ? isAwaited && text.request.asked : <q dir="auto">{reason}</q>}
      </Status>
    </>
  );
}

/** Asks a stranger what the call is about. It rings on, without sound. */
export function AskWhy({ call: { askWhy } }: { readonly call: Pick<IncomingCall, 'askWhy'> }) {
  if (askWhy === undefined) return null;
  return (
    <Button className={replyStyles['other']} onClick={askWhy}>
      {text.request.askWhy}
    </Button>
  );
}
