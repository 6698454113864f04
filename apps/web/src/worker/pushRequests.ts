import * as v from 'valibot';

/** The server's answer. `gone`: it does not know the thing or the token; `refused`: it rejected the request. */
export type PushResponse<Data> =
  | { readonly kind: 'ok'; readonly data: Data }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/** A push event may run for some seconds at least; without an answer by then, the notification says so. */
const timeoutMs = 8_000;

/** Sends a request below `/api/push`, with the token of a subscription. Never rejects. */
export async function requestPush<Data>(
  schema: v.GenericSchema<unknown, Data>,
  path: string,
  token: string,
  init: Pick<RequestInit, 'method' | 'body'> = {},
): Promise<PushResponse<Data>> {
  try {
    const response = await fetch(`/api/push/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.ok
      ? { kind: 'ok', data: v.parse(schema, response.status === 204 ? undefined : await response.json()) }
      : { kind: failureOf(response.status) };
  } catch {
    return { kind: 'unreachable' };
  }
}

function failureOf(status: number): 'gone' | 'refused' | 'unreachable' {
  if (status === 401 || status === 404) return 'gone';
  return status >= 500 || status === 429 ? 'unreachable' : 'refused';
}

/** Resolves after `forMs`. */
export function delay(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}
