import type { CurrentCall, Toast } from '@ringback/client';
import { useEffect, useState } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import { classNames } from '../../../ui/styles/classNames.ts';
import { useTileCorner } from '../drag/useCornerDrag.ts';
import regionStyles from '../region/CallRegion.module.css';
import type { CallLayout } from '../stage/stageContext.ts';
import { text } from '../text/callText.ts';
import styles from './EndCard.module.css';

/** Long enough to see the ring close, too short to be in the way. */
const cardMs = 600;

/** A call that was just hung up, with the toast that says so. */
export interface JustEnded {
  readonly call: Pick<CurrentCall, 'id' | 'peer'>;
  readonly layout: CallLayout;
  readonly toast: Extract<Toast, { kind: 'callEnded' }>;
}

/** The call that either side hung up within the last 600 ms; null once another call has begun. */
export function useJustEnded(
  current: CurrentCall | null,
  toasts: readonly Toast[],
  layout: CallLayout,
): JustEnded | null {
  const [seen, setSeen] = useState<Pick<JustEnded, 'call' | 'layout'> | null>(null);
  const [shown, setShown] = useState<JustEnded | null>(null);
  if (current !== null && (seen?.call !== current || seen.layout !== layout)) {
    setSeen({ call: current, layout });
    setShown(null);
  }
  if (current === null && seen !== null) {
    setSeen(null);
    const toast = toastOf(seen.call, toasts);
    if (toast !== undefined) setShown({ ...seen, toast });
  }
  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(() => setShown(null), cardMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return shown;
}

/** Toasts name their call in their id; one of an earlier call may still be shown. */
function toastOf(
  { id: callId }: JustEnded['call'],
  toasts: readonly Toast[],
): JustEnded['toast'] | undefined {
  return toasts.filter((toast) => toast.kind === 'callEnded').find(({ id }) => id.endsWith(callId));
}

/** Takes the place of a call for a moment: its ring closes. Its words go on as a toast, which screen readers announce. */
export function EndCard({ ended: { call, layout, toast } }: { readonly ended: JustEnded }) {
  const corner = useTileCorner();
  return (
    <section
      aria-label={text.region(call.peer.name)}
      className={classNames(regionStyles['region'], styles['card'])}
      style={identityStyle(call.peer)}
      data-phase="ended"
      data-route=""
      data-hold="none"
      data-layout={layout}
      data-corner={corner}
    >
      <div className={styles['face']}>
        <div className={styles['ring']}>
          <Avatar person={call.peer} size={layout === 'full' ? 'stage' : 'medium'} />
        </div>
        <div className={styles['words']}>
          <p dir="auto" className={styles['name']}>
            {call.peer.name}
          </p>
          <p role="status" aria-live="off" className={styles['status']}>
            {text.endedAfter(formatDuration(toast.durationMs))}
          </p>
        </div>
      </div>
    </section>
  );
}
