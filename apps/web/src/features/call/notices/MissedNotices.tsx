import type { MissedNotice } from '@ringback/client';
import { PhoneMissed, X } from 'lucide-react';
import { useDeferredValue, useId } from 'react';
import { useNotices } from '../../../engine/storeHooks.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { useMinute } from '../../../ui/time/clocks.ts';
import { formatWhen } from '../../../ui/time/formatTime.ts';
import styles from './MissedNotices.module.css';
import { NotificationsOffer } from './NotificationsOffer.tsx';
import { text } from '../text/callText.ts';

/** Missed calls that nobody has dealt with yet. `isOverCall`: a call fills the screen. */
export function MissedNotices({ isOverCall }: { readonly isOverCall: boolean }) {
  const notices = useNotices();
  return (
    <div className={styles['notices']} data-over-call={isOverCall}>
      {notices.map((notice) => (
        <Notice key={notice.callId} notice={notice} />
      ))}
      <NotificationsOffer />
    </div>
  );
}

function Notice({ notice }: { readonly notice: MissedNotice }) {
  const { peer, media, placedAt, callBack, dismiss } = notice;
  const titleId = useId();
  // Filled in after it has entered the page, so that screen readers notice the change.
  const hasEntered = useDeferredValue(true, false);
  const nowMs = useMinute();
  return (
    <div role="status" aria-labelledby={titleId} className={styles['notice']}>
      {hasEntered && (
        <>
          <Avatar person={peer} />
          <div className={styles['words']}>
            <p id={titleId} className={styles['title']}>
              {text.missed(media, peer.name)}
            </p>
            <p className={styles['when']}>
              <PhoneMissed aria-hidden="true" size={14} />
              <time dateTime={new Date(placedAt).toISOString()}>{formatWhen(placedAt, nowMs)}</time>
            </p>
          </div>
          <div className={styles['buttons']}>
            {callBack !== undefined && (
              <Button tone="primary" className={styles['button']} onClick={callBack}>
                {text.callBack}
              </Button>
            )}
            <Button className={styles['button']} icon={X} onClick={dismiss}>
              {text.dismiss}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
