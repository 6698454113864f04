import type { Engine } from '@ringback/client';
import { readIntentOwner } from './shared/sharedDatabase.ts';

/** Signs in the user whose notification opened this window, if this browser remembers them. */
export async function resumeFromNotification(engine: {
  readonly account: Pick<Engine['account'], 'remembered' | 'continueAs'>;
}): Promise<void> {
  const userId = await readIntentOwner().catch(() => undefined);
  if (userId !== undefined && engine.account.remembered.getState().some(({ id }) => id === userId))
    await engine.account.continueAs(userId);
}
