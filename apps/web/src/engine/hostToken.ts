import { browserTabStorage } from '@ringback/client';
import { fail, ok, WireError, type Result } from '@ringback/protocol';
import { useCallback, useState } from 'react';
import * as v from 'valibot';

const tokenKey = 'ringback.adminToken';

interface HostToken {
  /** Undefined until the host has typed it. */
  readonly token: string | undefined;
  /** Why it is asked for again. */
  readonly error: string | undefined;
  readonly keep: (token: string) => void;
  readonly leave: (error?: string) => void;
}

/** The host's token, kept for as long as the tab, like a sign-in. All pages of the host share it. */
export function useHostToken(): HostToken {
  const [token, setToken] = useState(() => browserTabStorage.get(tokenKey) ?? undefined);
  const [error, setError] = useState<string>();
  const keep = useCallback((next: string) => {
    browserTabStorage.set(tokenKey, next);
    setToken(next);
  }, []);
  const leave = useCallback((message?: string) => {
    browserTabStorage.remove(tokenKey);
    setToken(undefined);
    setError(message);
  }, []);
  return { token, error, keep, leave };
}

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const timeoutMs = 30_000;

/** A request with the host's token. Never rejects; `offline` means that the server did not answer. */
export async function hostRequest(
  token: string,
  path: string,
  init: RequestInit = {},
  send: Fetch = (where, how) => fetch(where, how),
): Promise<Result<unknown>> {
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await send(path, { ...init, headers, cache: 'no-store', signal });
    const body: unknown = response.status === 204 ? null : await response.json();
    return response.ok ? ok(body) : failure(body);
  } catch {
    return fail('offline');
  }
}

function failure(body: unknown): Result<never> {
  const parsed = v.safeParse(v.object({ error: WireError }), body);
  return parsed.success ? { ok: false, error: parsed.output.error } : fail('unavailable');
}
