import { useState } from 'react';

/** The outcome of a request. */
type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } };

/** The request that saves a form. */
interface Saving {
  readonly isSaving: boolean;
  /** Why the last request failed. */
  readonly error: string | undefined;
  /** Waits for a request; resolves to whether it succeeded. */
  readonly save: (request: Promise<Outcome>) => Promise<boolean>;
  /** Clears the error. */
  readonly reset: () => void;
}

/** Tracks the request that saves a form. */
export function useSaving(): Saving {
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<string>();
  const save = async (request: Promise<Outcome>): Promise<boolean> => {
    setSaving(true);
    setError(undefined);
    const outcome = await request;
    setSaving(false);
    if (!outcome.ok) setError(outcome.error.message);
    return outcome.ok;
  };
  return { isSaving, error, save, reset: () => setError(undefined) };
}
