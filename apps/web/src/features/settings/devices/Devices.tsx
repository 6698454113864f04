import type { Session } from '@ringback/protocol';
import { Monitor, QrCode, Smartphone, Tablet, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { useSaving } from '../../../ui/controls/useSaving.ts';
import { ErrorText, Status } from '../../../ui/layout/AccessibleText.tsx';
import { useMinute } from '../../../ui/time/clocks.ts';
import { formatWhen } from '../../../ui/time/formatTime.ts';
import { attempt } from '../../../ui/browser/attempt.ts';
import { Section } from '../section/Section.tsx';
import styles from './Devices.module.css';
import { deviceNames, text } from './sessionsText.ts';
import { LinkDevice } from './LinkDevice.tsx';
import { codeInFragment } from './linkedCode.ts';
import { SignOutEverywhere } from './SignOutEverywhere.tsx';
import { useSessions } from './useSessions.ts';

/** Where the user is signed in, and signing out there. */
export function Devices() {
  const { sessions, hasFailed, refresh } = useSessions();
  const [said, setSaid] = useState('');
  const isOnline = useConnection().state === 'online';
  const [linking, setLinking] = useState(() => codeInFragment(location.hash));
  useLeaveAddress();
  const names = deviceNames((sessions ?? []).map(({ kind }) => kind));
  const onDone = (sentence: string): void => {
    setSaid(sentence);
    void refresh();
  };
  return (
    <Section heading={text.heading} onServer>
      <p className={styles['help']}>{text.help}</p>
      <ErrorText>{hasFailed && sessions === undefined ? text.failed : ''}</ErrorText>
      <ul className={styles['list']} aria-label={text.list}>
        {(sessions ?? []).map((session, index) => (
          <Device key={session.id} session={session} name={names[index] ?? ''} onDone={onDone} />
        ))}
      </ul>
      <Status className={styles['said']}>{said}</Status>
      <div className={styles['buttons']}>
        <Button icon={QrCode} disabled={!isOnline} onClick={() => setLinking('')}>
          {text.link.button}
        </Button>
        {(sessions ?? []).length > 1 && <SignOutEverywhere onDone={() => onDone(text.everywhere.done)} />}
      </div>
      {linking !== undefined && (
        <LinkDevice
          initialCode={linking}
          onLinked={(device) => {
            setLinking(undefined);
            onDone(text.link.linked(device));
          }}
          onClose={() => setLinking(undefined)}
        />
      )}
    </Section>
  );
}

/** A code that came with the address leaves it, so that a reload does not ask again. */
function useLeaveAddress(): void {
  useEffect(() => {
    if (codeInFragment(location.hash) !== undefined)
      attempt(() => history.replaceState(history.state, '', location.pathname + location.search));
  }, []);
}

const icons: { readonly [F in NonNullable<Session['kind']>['form']]: LucideIcon } = {
  phone: Smartphone,
  tablet: Tablet,
  computer: Monitor,
};

function Device({
  session,
  name,
  onDone,
}: {
  readonly session: Session;
  readonly name: string;
  readonly onDone: (sentence: string) => void;
}) {
  const { sessions } = useEngine();
  const isOnline = useConnection().state === 'online';
  const { isSaving, error, save } = useSaving();
  const Icon = icons[session.kind?.form ?? 'computer'];
  const signOut = async (): Promise<void> => {
    if (await save(sessions.signOut(session.id))) onDone(text.signedOut(name));
  };
  return (
    <li className={styles['device']} aria-label={name}>
      <Icon aria-hidden="true" size={22} strokeWidth={1.8} className={styles['icon']} />
      <div className={styles['about']}>
        <p className={styles['name']}>
          {name}
          {session.isThis && <span className={styles['mark']}>{text.thisBrowser}</span>}
        </p>
        <Times session={session} />
        <ErrorText>{error}</ErrorText>
      </div>
      {!session.isThis && (
        <Button
          aria-label={text.signOutOf(name)}
          disabled={isSaving || !isOnline}
          onClick={() => void signOut()}
        >
          {text.signOut}
        </Button>
      )}
    </li>
  );
}

function Times({ session: { isConnected, isThis, lastSeenAt, firstSeenAt } }: { readonly session: Session }) {
  const now = useMinute();
  const isActive = isConnected || isThis;
  return (
    <p className={styles['times']}>
      {isActive ? text.activeNow : text.lastActive(formatWhen(lastSeenAt, now))}
      {' · '}
      {text.signedIn(formatWhen(firstSeenAt, now))}
    </p>
  );
}
