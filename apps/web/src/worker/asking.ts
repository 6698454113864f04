import * as v from 'valibot';

/** What came of asking the server. `gone`: it knows no such thing, or not this worker; `refused`: it knows better. */
export type Asked<Data> =
  | { readonly kind: 'told'; readonly data: Data }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/** A push event lasts some seconds at least; whoever has no answer by then says so. */
const patienceMs = 8_000;

/** Asks the server under `/api/push`, with the token of a subscription. Never rejects. */
export async function ask<Data>(
  schema: v.GenericSchema<unknown, Data>,
  path: string,
  token: string,
  init: Pick<RequestInit, 'method' | 'body'> = {},
): Promise<Asked<Data>> {
  try {
    const response = await fetch(`/api/push/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(patienceMs),
    });
    return response.ok
      ? { kind: 'told', data: v.parse(schema, response.status === 204 ? undefined : await response.json()) }
      : { kind: refusalOf(response.status) };
  } catch {
    return { kind: 'unreachable' };
  }
}

function refusalOf(status: number): 'gone' | 'refused' | 'unreachable' {
  if (status === 401 || status === 404) return 'gone';
  return status >= 500 || status === 429 ? 'unreachable' : 'refused';
}
