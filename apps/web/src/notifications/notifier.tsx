import type { Account, Engine, ReadonlyStore } from '@ringback/client';
import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { browserImportEnvironment } from '../ui/loading/importEnvironment.ts';
import { importWithRetry } from '../ui/loading/importWithRetry.ts';
import type { NotificationController } from './notificationController.ts';
import type { NotificationState } from './notificationState.ts';

/** System notifications of the user who is signed in on this page. */
export type Notifier = ReadonlyStore<NotificationState>;

/**
 * Runs a notification controller for the user who is signed in on this tab. Its code loads after sign-in; where it cannot
 * be loaded, because the server has a newer build, there are no notifications until the page is reloaded.
 */
export function createNotifier(engine: Engine): Notifier {
  const store = createStore<NotificationState>(() => ({ state: 'unknown' }));
  let controller: NotificationController | undefined;
  // Rises with each change of account, so that code that loads late does nothing.
  let turn = 0;
  const onAccount = async (account: Account): Promise<void> => {
    const mine = ++turn;
    controller?.close();
    controller = undefined;
    if (account.state === 'signedIn') {
      const code = await loaded(() => import('./notificationController.ts'));
      if (mine === turn && code !== undefined)
        controller = new code.NotificationController({ engine, me: account.me.id, store });
    } else if (account.state === 'signedOut' && engine.account.remembered.getState().length > 0) {
      const code = await loaded(() => import('./resumeFromNotification.ts'));
      if (mine === turn) await code?.resumeFromNotification(engine);
    }
  };
  engine.account.subscribe((account) => void onAccount(account));
  void onAccount(engine.account.getState());
  return store;
}

function loaded<Code>(load: () => Promise<Code>): Promise<Code | undefined> {
  return importWithRetry(load, browserImportEnvironment()).catch(() => undefined);
}

const NotifierContext = createContext<Notifier | null>(null);

/** Gives the components below it the notifier of this page. */
export function NotifierProvider({
  notifier,
  children,
}: {
  readonly notifier: Notifier;
  readonly children: ReactNode;
}) {
  return <NotifierContext value={notifier}>{children}</NotifierContext>;
}

/** Whether system notifications are on, and how to change that. */
export function useNotificationState(): NotificationState {
  const notifier = use(NotifierContext);
  if (notifier === null) throw new Error('This component needs a NotifierProvider around it.');
  return useStore(notifier);
}
