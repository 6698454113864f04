import { useNotificationState } from '../../notifications/notifier.tsx';
import type { NotificationState, WhileClosed } from '../../notifications/notificationState.ts';
import { Switch } from '../../ui/controls/Switch.tsx';
import styles from './Notifications.module.css';
import { Section } from './Section.tsx';
import { text } from './settingsText.ts';

const words = text.notifications;

/** Whether the system tells the user of calls and messages, in this browser. */
export function Notifications() {
  const notifying = useNotificationState();
  return (
    <Section heading={words.heading}>
      <div className={styles['switches']}>
        <Elsewhere notifying={notifying} />
        {notifying.state === 'on' && <Closed whileClosed={notifying.whileClosed} />}
      </div>
    </Section>
  );
}

function Elsewhere({ notifying }: { readonly notifying: NotificationState }) {
  const isOn = notifying.state === 'on';
  const press = isOn ? notifying.turnOff : notifying.state === 'off' ? notifying.turnOn : undefined;
  const isBusy = notifying.state === 'asking';
  return (
    <Switch
      label={words.elsewhere.label}
      help={helpOn(notifying)}
      checked={isOn}
      isBusy={isBusy}
      disabled={press === undefined && !isBusy}
      note={noteOn(notifying)}
      onChange={() => press?.()}
    />
  );
}

/** What it does, and what is to be expected of turning it on, or of having done so. */
function helpOn(notifying: NotificationState): string {
  const { help, toCome, on } = words.elsewhere;
  if (notifying.state === 'on') return `${help} ${on}`;
  return notifying.state === 'off' && notifying.question === 'toCome' ? `${help} ${toCome}` : help;
}

function noteOn(notifying: NotificationState): string | undefined {
  switch (notifying.state) {
    case 'unsupported':
    case 'blocked':
    case 'asking':
      return words.elsewhere[notifying.state];
    case 'off':
      return notifying.question === 'left' ? words.elsewhere.left : undefined;
    case 'unknown':
    case 'on':
      return undefined;
  }
}

function Closed({ whileClosed }: { readonly whileClosed: WhileClosed }) {
  const { state } = whileClosed;
  const press = state === 'on' ? whileClosed.turnOff : state === 'off' ? whileClosed.turnOn : undefined;
  return (
    <Switch
      label={words.closed.label}
      help={words.closed.help}
      checked={state === 'on' || state === 'turningOn'}
      isBusy={state === 'turningOn'}
      disabled={state === 'unavailable'}
      note={state === 'unavailable' ? words.closed[whileClosed.why] : undefined}
      failure={
        state === 'off' && whileClosed.failure !== undefined ? words.closed[whileClosed.failure] : undefined
      }
      onChange={() => press?.()}
    />
  );
}
