import type { Engine } from '@ringback/client';
import { readIntentOwner } from './shared/sharedDatabase.ts';

/** Signs in the user whose notification opened this window, if this browser remembers them. */
export async function resumeFromNotification(
  engine: Pick<Engine, 'remembered' | 'continueAs'>,
): Promise<void> {
  const userId = await readIntentOwner().catch(() => undefined);
  if (userId !== undefined && engine.remembered.getState().some(({ id }) => id === userId))
    await engine.continueAs(userId);
}
