import { useNotificationState } from '../../notifications/notifier.tsx';
import type { NotificationState, WhileClosed } from '../../notifications/notificationState.ts';
import { Switch } from '../../ui/controls/Switch.tsx';
import styles from './Notifications.module.css';
import { Section } from './section/Section.tsx';
import { text } from './settingsText.ts';

const texts = text.notifications;

/** Switches for the notifications of this browser, and for push messages while Ringback is closed. */
export function Notifications() {
  const notifications = useNotificationState();
  return (
    <Section heading={texts.heading}>
      <div className={styles['switches']}>
        <NotificationSwitch state={notifications} />
        {notifications.state === 'on' && <PushSwitch push={notifications.whileClosed} />}
      </div>
    </Section>
  );
}

function NotificationSwitch({ state: notifications }: { readonly state: NotificationState }) {
  const isOn = notifications.state === 'on';
  const press = isOn
    ? notifications.turnOff
    : notifications.state === 'off'
      ? notifications.turnOn
      : undefined;
  const isBusy = notifications.state === 'asking';
  return (
    <Switch
      label={texts.elsewhere.label}
      help={helpText(notifications)}
      checked={isOn}
      isBusy={isBusy}
      disabled={press === undefined && !isBusy}
      note={noteText(notifications)}
      onChange={() => press?.()}
    />
  );
}

/** What notifications do, and what happens when they are turned on, or what to check once they are. */
function helpText(notifications: NotificationState): string {
  const { help, toCome, on } = texts.elsewhere;
  if (notifications.state === 'on') return `${help} ${on}`;
  return notifications.state === 'off' && notifications.question === 'toCome' ? `${help} ${toCome}` : help;
}

function noteText(notifications: NotificationState): string | undefined {
  switch (notifications.state) {
    case 'unsupported':
    case 'blocked':
    case 'asking':
      return texts.elsewhere[notifications.state];
    case 'off':
      return notifications.question === 'left' ? texts.elsewhere.left : undefined;
    case 'unknown':
    case 'on':
      return undefined;
  }
}

function PushSwitch({ push }: { readonly push: WhileClosed }) {
  const { state } = push;
  const press = state === 'on' ? push.turnOff : state === 'off' ? push.turnOn : undefined;
  return (
    <Switch
      label={texts.closed.label}
      help={texts.closed.help}
      checked={state === 'on'}
      isBusy={state === 'turningOn'}
      disabled={state === 'unavailable'}
      note={state === 'unavailable' ? texts.closed[push.why] : undefined}
      failure={state === 'off' && push.failure !== undefined ? texts.closed[push.failure] : undefined}
      onChange={() => press?.()}
    />
  );
}
