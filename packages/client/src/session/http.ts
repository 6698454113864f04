import {
  bounds,
  fail,
  PublicConfig,
  SignedIn,
  wireError,
  WireError,
  type ErrorCode,
  type Result,
  type SignInRequest,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { Ports } from './ports.ts';

/** What is asked over HTTP rather than over the socket: all that comes before it or ends it. */
export interface Http {
  readonly fetchConfig: () => Promise<Result<PublicConfig>>;
  readonly signIn: (request: SignInRequest) => Promise<Result<SignedIn>>;
  /** Another device and token for the user of this one. */
  readonly addDevice: (token: string) => Promise<Result<SignedIn>>;
  readonly signOut: (token: string) => Promise<Result<unknown>>;
}

export function createHttp(ports: Pick<Ports, 'fetch' | 'baseUrl'>): Http {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    fetchConfig: () => ask(ports, PublicConfig, '/api/config', {}),
    signIn: (request) =>
      ask(ports, SignedIn, '/api/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      }),
    addDevice: (token) => ask(ports, SignedIn, '/api/devices', { method: 'POST', headers: bearer(token) }),
    signOut: (token) =>
      ask(ports, v.unknown(), '/api/session', { method: 'DELETE', headers: bearer(token), keepalive: true }),
  };
}

async function ask<Schema extends v.GenericSchema>(
  { fetch, baseUrl }: Pick<Ports, 'fetch' | 'baseUrl'>,
  schema: Schema,
  path: string,
  init: RequestInit,
): Promise<Result<v.InferOutput<Schema>>> {
  try {
    const signal = AbortSignal.timeout(bounds.requestTimeoutMs);
    const response = await fetch(baseUrl + path, { ...init, cache: 'no-store', signal });
    const body = await readJson(response);
    return response.ok ? readData(schema, body) : { ok: false, error: readError(response.status, body) };
  } catch {
    return fail('offline');
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readData<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): Result<v.InferOutput<Schema>> {
  const data = v.safeParse(schema, body);
  return data.success ? { ok: true, data: data.output } : fail('internal');
}

/** The server's own words; where a proxy answered in its place, what the status comes to. */
function readError(status: number, body: unknown): WireError {
  const said = v.safeParse(v.object({ error: WireError }), body);
  if (said.success) return said.output.error;
  return wireError(codeOf(status));
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 413) return 'tooLarge';
  if (status === 429) return 'tooMany';
  return status < 500 ? 'badRequest' : 'unavailable';
}
