import { useEffect, useState } from 'react';
import { useCalls, useConnection } from '../engine/storeHooks.ts';
import { Button } from '../ui/controls/Button.tsx';
import { Status } from '../ui/layout/AccessibleText.tsx';
import { checkServedBuild } from '../ui/loading/importEnvironment.ts';
import styles from './AppShell.module.css';
import { text } from './appText.ts';

/** Offers to reload once the server has a newer build of the app, but never during a call. */
export function NewVersion() {
  const isNewer = useNewerBuild();
  const isInCall = useCalls(({ current, incoming }) => current !== null || incoming !== null);
  if (!isNewer || isInCall) return null;
  return (
    <Status className={styles['newVersion']}>
      <span>{text.newVersion}</span>
      <Button onClick={() => location.reload()}>{text.reload}</Button>
    </Status>
  );
}

/** A server is updated by a restart, so each reconnect is the time to look. */
function useNewerBuild(): boolean {
  const { state } = useConnection();
  const [wasAway, setWasAway] = useState(false);
  const [isNewer, setIsNewer] = useState(false);
  if (state === 'offline' && !wasAway) setWasAway(true);
  const isBack = wasAway && state === 'online';
  useEffect(() => {
    if (!isBack) return;
    const check = async (): Promise<void> => {
      const served = await checkServedBuild();
      if (served === 'newer') setIsNewer(true);
      // Without an answer, the next reconnect checks again.
      setWasAway(false);
    };
    void check();
  }, [isBack]);
  return isNewer;
}
