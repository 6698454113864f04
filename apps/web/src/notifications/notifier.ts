import type { Account, Engine, ReadonlyStore } from '@ringback/client';
import { createStore } from 'zustand/vanilla';
import { browserImportEnvironment } from '../ui/loading/importEnvironment.ts';
import { importWithRetry } from '../ui/loading/importWithRetry.ts';
import type { NotificationDesk } from './desk.ts';
import type { Notifying } from './notifying.ts';

/** Notifications of the system, for whoever is signed in. */
export type Notifier = ReadonlyStore<Notifying>;

/**
 * Follows who is signed in on this tab. All code of notifications is fetched then, beside what has to be there at once,
 * and for as long as that takes; where the server has another build by now, there are none until the next page.
 */
export function createNotifier(engine: Engine): Notifier {
  const store = createStore<Notifying>(() => ({ state: 'unknown' }));
  let desk: NotificationDesk | undefined;
  let turn = 0;
  const follow = async (account: Account): Promise<void> => {
    const mine = ++turn;
    desk?.close();
    desk = undefined;
    if (account.state === 'signedIn') {
      const code = await imported(() => import('./desk.ts'));
      if (mine === turn && code !== undefined)
        desk = new code.NotificationDesk({ engine, me: account.me.id, store });
    } else if (account.state === 'signedOut' && engine.remembered.getState().length > 0) {
      const code = await imported(() => import('./arrival.ts'));
      if (mine === turn) await code?.continueByPress(engine);
    }
  };
  engine.account.subscribe((account) => void follow(account));
  void follow(engine.account.getState());
  return store;
}

function imported<Code>(load: () => Promise<Code>): Promise<Code | undefined> {
  return importWithRetry(load, browserImportEnvironment()).catch(() => undefined);
}
