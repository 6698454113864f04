import type { IncomingCall } from '@ringback/client';
import { useChangeRules } from '../../../engine/RuleChanges.tsx';
import { callsMuted } from '../../../i18n/sharedText.ts';
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
  return (
    <p data-facts="" className={styles['facts']}>
      {facts.join(' · ')}
    </p>
  );
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

/** Says that a stranger calls again and again, with a button to stop its sound; "Block" stands below. */
export function Attempts({
  call: { peer, attempts },
}: {
  readonly call: Pick<IncomingCall, 'peer' | 'attempts'>;
}) {
  const changeRules = useChangeRules();
  if (attempts === undefined) return null;
  return (
    <p className={styles['attempts']}>
      {text.request.attempts(attempts)}
      <Button
        className={replyStyles['other']}
        onClick={() => changeRules(peer, { isMuted: true }, callsMuted(peer.name))}
      >
        {text.request.muteCaller}
      </Button>
    </p>
  );
}

/** Asks a stranger what the call is about. It rings on, without sound. Once asked, its place stays empty. */
export function AskWhy({
  call: { askWhy, request },
}: {
  readonly call: Pick<IncomingCall, 'askWhy' | 'request'>;
}) {
  if (askWhy === undefined && request?.isAsked !== true) return null;
  const className = `${replyStyles['other']} ${askWhy === undefined ? styles['asked'] : ''}`;
  return (
    <Button className={className} onClick={askWhy}>
      {text.request.askWhy}
    </Button>
  );
}
