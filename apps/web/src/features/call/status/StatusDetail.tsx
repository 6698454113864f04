import type { CurrentCall } from '@ringback/client';
import { Sentence, isolate } from '../../../ui/layout/Sentence.tsx';
import { useLasting, useNow } from '../../../ui/time/clocks.ts';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import { text } from '../text/callText.ts';
import styles from './StatusDetail.module.css';

/** A device that is switched on rings within a second or two; phones that sleep take longer to wake. */
const noRingMs = 6_000;
/** Most connections are back by then, without a word about whose they are. */
const brokenMs = 5_000;

/** Seconds since the call was placed, while it is not answered. Changes each second, so screen readers stay silent. */
export function PlacedTimer({ call: { status, placedMs } }: { readonly call: CurrentCall }) {
  if (status.kind !== 'calling' && status.kind !== 'ringing') return null;
  return <SinceTimer sinceMs={placedMs} />;
}

function SinceTimer({ sinceMs }: { readonly sinceMs: number }) {
  const nowMs = useNow(sinceMs);
  return (
    <span role="timer" className={styles['timer']}>
      {formatDuration(nowMs - sinceMs)}
    </span>
  );
}

/**
 * Below the status: what takes long, and why; and what the user said the call is about. The elements stay, so that screen
 * readers announce their words.
 */
export function StatusDetail({ call }: { readonly call: CurrentCall }) {
  const { status, peer, reason } = call;
  const isUnrung = useLasting(status.kind === 'calling', noRingMs);
  const isBroken = useLasting(status.kind === 'reconnecting', brokenMs);
  const broken = status.kind === 'reconnecting' ? status.broken : undefined;
  return (
    <>
      <p aria-live="polite" className={styles['detail']}>
        {isUnrung && text.notRinging}
        {isBroken && <Sentence>{brokenText(broken, isolate(peer.name))}</Sentence>}
      </p>
      <p aria-live="polite" className={styles['detail']}>
        {reason !== undefined && <q dir="auto">{reason}</q>}
      </p>
      {status.kind === 'waiting' && status.untilMs !== undefined && <Countdown untilMs={status.untilMs} />}
    </>
  );
}

function Countdown({ untilMs }: { readonly untilMs: number }) {
  const leftMs = untilMs - useNow(untilMs);
  return (
    <p role="timer" className={styles['detail']}>
      {secondsLeftText(leftMs)}
    </p>
  );
}

/** Whose connection failed, as far as known. */
export function brokenText(broken: 'mine' | 'theirs' | undefined, name: string): string {
  switch (broken) {
    case 'mine':
      return 'Your network is down. Check your connection.';
    case 'theirs':
      return `${name}'s network is down.`;
    case undefined:
      return 'The connection dropped. Trying another way.';
  }
}

/** How long the other side has to come back. At the end it stays at zero, until the server has ended the call. */
export function secondsLeftText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return seconds === 1 ? '1 second left' : `${seconds} seconds left`;
}
