import { useState } from 'react';

/** The state of a form that is saved by a request. */
type Saving = { readonly state: 'idle' | 'saving' } | { readonly state: 'failed'; readonly message: string };

/** The outcome of a request. */
type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } };

/** Tracks the request that saves a form. `save` resolves to whether it succeeded; `reset` clears a failure. */
export function useSaving() {
  const [saving, setSaving] = useState<Saving>({ state: 'idle' });
  const save = async (request: Promise<Outcome>): Promise<boolean> => {
    setSaving({ state: 'saving' });
    const outcome = await request;
    setSaving(outcome.ok ? { state: 'idle' } : { state: 'failed', message: outcome.error.message });
    return outcome.ok;
  };
  return {
    isSaving: saving.state === 'saving',
    error: saving.state === 'failed' ? saving.message : undefined,
    save,
    reset: () => setSaving({ state: 'idle' }),
  };
}
