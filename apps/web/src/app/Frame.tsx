import type { Person } from '@ringback/protocol';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useCalls, useConnection, useHistory } from '../engine/hooks.ts';
import { CallRegion } from '../features/call/CallRegion.tsx';
import { IncomingDialog } from '../features/call/IncomingDialog.tsx';
import { MissedNotices } from '../features/call/MissedNotices.tsx';
import { OutcomeDialog } from '../features/call/OutcomeDialog.tsx';
import { Remarks } from '../features/call/Remarks.tsx';
import { SoundNotice } from '../features/call/SoundNotice.tsx';
import { useSounds } from '../features/call/sound/useSounds.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Mark } from '../ui/Mark.tsx';
import { ShownContext } from '../ui/Shown.tsx';
import { Status } from '../ui/Status.tsx';
import styles from './Frame.module.css';
import { MainNav } from './MainNav.tsx';
import { pageTitle } from './pageTitle.ts';
import { Screens } from './Screens.tsx';
import { text } from './text.ts';
import { useCallLayout } from './useCallLayout.ts';

/** What a signed-in tab shows: the way around, the screen one is at, and whatever calls want to be told. */
export function Frame({ me }: { readonly me: Person }) {
  const { current, incoming, outcome } = useCalls();
  const { layout, shrink, expand } = useCallLayout(current?.id);
  const sounds = useSounds();
  const covered = layout === 'full';
  usePageTitle();
  return (
    <div className={styles['frame']} data-call={layout}>
      <header className={styles['rail']}>
        <div className={styles['brand']}>
          <Mark />
          <span className={styles['wordmark']}>Ringback</span>
        </div>
        <MainNav />
        <div className={styles['foot']}>
          {incoming === null && <SoundNotice sounds={sounds} />}
          <Me me={me} />
        </div>
      </header>
      <main className={styles['main']}>
        {current !== null && layout !== 'none' && (
          <CallRegion key={current.id} call={current} layout={layout} onShrink={shrink} onExpand={expand} />
        )}
        <ShownContext value={!covered}>
          <div className={styles['content']} inert={covered}>
            <ConnectionLine />
            <Screens />
          </div>
        </ShownContext>
        <MissedNotices />
        <Remarks />
      </main>
      {outcome !== null && incoming === null && <OutcomeDialog key={outcome.callId} outcome={outcome} />}
      {incoming !== null && <IncomingDialog key={incoming.id} call={incoming} sounds={sounds} />}
    </div>
  );
}

function Me({ me }: { readonly me: Person }) {
  return (
    <div className={styles['me']}>
      <Avatar person={me} size="small" />
      <span className={styles['myName']}>{me.name}</span>
    </div>
  );
}

function ConnectionLine() {
  const { state } = useConnection();
  switch (state) {
    case 'idle':
    case 'connecting':
    case 'online':
      return null;
    case 'offline':
      return <Status className={styles['banner']}>{text.offline}</Status>;
    case 'outdated':
      return <Status className={styles['banner']}>{text.outdated.inCall}</Status>;
  }
}

function usePageTitle(): void {
  const calls = useCalls();
  const { unseen } = useHistory();
  const [path] = useLocation();
  const title = pageTitle(calls, unseen, path);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
