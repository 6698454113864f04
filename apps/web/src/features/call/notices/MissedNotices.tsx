import type { MissedNotice } from '@ringback/client';
import { Bell, PhoneMissed, X } from 'lucide-react';
import { useDeferredValue, useId } from 'react';
import { useChangeRules, useRules } from '../../../engine/RuleChanges.tsx';
import { useConnection, useNotices } from '../../../engine/storeHooks.ts';
import { callsBlocked } from '../../../i18n/sharedText.ts';
import { useNotificationState } from '../../../notifications/notifier.tsx';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { useMinute } from '../../../ui/time/clocks.ts';
import { formatWhen } from '../../../ui/time/formatTime.ts';
import styles from './MissedNotices.module.css';
import offerStyles from './NotificationsOffer.module.css';
import { text } from '../text/callText.ts';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';

/** What else is on the screen: nothing, a call that fills it, or one that rings. */
export type NoticePlace = 'page' | 'overCall' | 'besideRinging';

/** Missed calls that the user has not handled. */
export function MissedNotices({ place }: { readonly place: NoticePlace }) {
  const notices = useNotices();
  return (
    <div className={styles['notices']} data-place={place}>
      {notices.map((notice) => (
        <MissedCallNotice key={notice.callId} notice={notice} />
      ))}
      <NotificationsOffer />
    </div>
  );
}

function MissedCallNotice({ notice }: { readonly notice: MissedNotice }) {
  const { peer, media, placedAt, callBack, dismiss } = notice;
  const titleId = useId();
  // Filled after the element is in the page, so that screen readers announce it.
  const hasEntered = useDeferredValue(true, false);
  const nowMs = useMinute();
  return (
    <div role="status" aria-labelledby={titleId} className={styles['notice']}>
      {hasEntered && (
        <>
          <Avatar person={peer} />
          <div className={styles['words']}>
            <p id={titleId} className={styles['title']}>
              <Sentence>{text.missed(media, isolate(peer.name))}</Sentence>
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
            <BlockButton notice={notice} />
            <Button className={styles['button']} icon={X} onClick={dismiss}>
              {text.dismiss}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** Only for those whose calls are not blocked already. */
function BlockButton({ notice: { peer, dismiss } }: { readonly notice: MissedNotice }) {
  const changeRules = useChangeRules();
  const isOnline = useConnection().state === 'online';
  if (useRules(peer).blocksCalls || !isOnline) return null;
  return (
    <Button
      className={styles['button']}
      onClick={() => {
        changeRules(peer, { blocksCalls: true }, callsBlocked(peer.name));
        dismiss();
      }}
    >
      {text.block}
    </Button>
  );
}

/** Offers system notifications once, below a missed call, where their use is obvious. Browsers prompt only after a click. */
function NotificationsOffer() {
  const notifications = useNotificationState();
  const isMissed = useNotices().length > 0;
  if (!isMissed || notifications.state !== 'off' || notifications.declineOffer === undefined) return null;
  return (
    <div role="group" aria-label={text.offerNotifications} className={offerStyles['offer']}>
      <Bell aria-hidden="true" size={18} />
      <p>{text.offerNotifications}</p>
      <div className={offerStyles['buttons']}>
        <Button className={offerStyles['button']} onClick={notifications.turnOn}>
          {text.turnOnNotifications}
        </Button>
        <Button className={offerStyles['button']} onClick={notifications.declineOffer}>
          {text.notNow}
        </Button>
      </div>
    </div>
  );
}
