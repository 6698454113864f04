import type { IncomingCall } from '@ringback/client';
import { Phone, PhoneOff, Video, type LucideIcon } from 'lucide-react';
import type { ComponentProps, RefObject } from 'react';
import { text } from '../text/callText.ts';
import styles from './Answers.module.css';

/** Decline at the left and Accept at the right, as on phones. */
export function Answers({
  call: { media, accept, decline },
  acceptRef,
}: {
  readonly call: IncomingCall;
  readonly acceptRef: RefObject<HTMLButtonElement | null>;
}) {
  return (
    <div className={styles['answers']}>
      <RoundButton tone="danger" icon={PhoneOff} label={text.decline} onClick={decline} />
      <RoundButton
        ref={acceptRef}
        tone="go"
        icon={media === 'video' ? Video : Phone}
        label={text.accept}
        onClick={accept}
      />
    </div>
  );
}

function RoundButton({
  tone,
  icon: Icon,
  label,
  ...rest
}: ComponentProps<'button'> & {
  readonly tone: 'go' | 'danger';
  readonly icon: LucideIcon;
  readonly label: string;
}) {
  return (
    <button type="button" className={styles['answer']} data-tone={tone} {...rest}>
      <span className={styles['circle']}>
        <Icon aria-hidden="true" size={28} strokeWidth={2} />
      </span>
      {label}
    </button>
  );
}
