import type { Engine } from '@ringback/client';
import { whoseIntent } from './shared/kept.ts';

/** A window that a press on a notification has opened goes on as whom it was for, if this browser remembers them. */
export async function continueByPress(engine: Pick<Engine, 'remembered' | 'continueAs'>): Promise<void> {
  const userId = await whoseIntent().catch(() => undefined);
  if (userId !== undefined && engine.remembered.getState().some(({ id }) => id === userId))
    await engine.continueAs(userId);
}
