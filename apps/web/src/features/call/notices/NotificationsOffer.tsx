import { Bell } from 'lucide-react';
import { useNotices } from '../../../engine/storeHooks.ts';
import { useNotificationState } from '../../../notifications/notifier.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './NotificationsOffer.module.css';
import { text } from '../text/callText.ts';

/**
 * Offers to be told of calls by the system, once, below a call that was missed: then everybody knows what it is for. The
 * browser itself asks only after a press.
 */
export function NotificationsOffer() {
  const notifying = useNotificationState();
  const isMissed = useNotices().length > 0;
  if (!isMissed || notifying.state !== 'off' || notifying.declineOffer === undefined) return null;
  return (
    <div role="group" aria-label={text.offerNotifications} className={styles['offer']}>
      <Bell aria-hidden="true" size={18} />
      <p>{text.offerNotifications}</p>
      <div className={styles['buttons']}>
        <Button className={styles['button']} onClick={notifying.turnOn}>
          {text.turnOnNotifications}
        </Button>
        <Button className={styles['button']} onClick={notifying.declineOffer}>
          {text.notNow}
        </Button>
      </div>
    </div>
  );
}
