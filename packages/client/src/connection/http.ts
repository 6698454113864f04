import {
  bounds,
  fail,
  ok,
  Person,
  PublicConfig,
  SignedIn,
  wireError,
  WireError,
  type ErrorCode,
  type Result,
  type SignInBrowser,
  type SignInRequest,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { HttpPorts } from '../platform/ports.ts';

/** Requests over HTTP: those before the socket connects, and those that end a session. */
export interface Http {
  readonly fetchConfig: () => Promise<Result<PublicConfig>>;
  readonly signIn: (request: SignInRequest) => Promise<Result<SignedIn>>;
  /** Creates another device and token for the user of this token. */
  readonly addDevice: (token: string, browser: SignInBrowser) => Promise<Result<SignedIn>>;
  readonly signOut: (token: string) => Promise<Result<unknown>>;
  /** Sets the user's picture, of one of the `pictureTypes`. */
  readonly changePicture: (token: string, picture: Blob) => Promise<Result<Person>>;
  readonly removePicture: (token: string) => Promise<Result<Person>>;
}

/** No request rejects; `offline` means that the server did not answer. */
export function createHttp(ports: HttpPorts): Http {
  const twice = { ...ports, fetch: fetchTwice(ports.fetch) };
  return {
    fetchConfig: () => askHttp(twice, PublicConfig, '/api/config', {}),
    signIn: (request) =>
      askHttp(twice, SignedIn, '/api/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      }),
    addDevice: (token, browser) =>
      askHttp(twice, SignedIn, '/api/devices', {
        method: 'POST',
        headers: { ...bearerOf(token), 'content-type': 'application/json' },
        body: JSON.stringify(browser),
      }),
    changePicture: (token, picture) =>
      askHttp(ports, Person, '/api/pictures/mine', {
        method: 'PUT',
        headers: { ...bearerOf(token), 'content-type': picture.type },
        body: picture,
      }),
    removePicture: (token) =>
      askHttp(ports, Person, '/api/pictures/mine', { method: 'DELETE', headers: bearerOf(token) }),
    signOut: (token) =>
      askHttp(ports, v.unknown(), '/api/session', {
        method: 'DELETE',
        headers: bearerOf(token),
        keepalive: true,
      }),
  };
}

/**
 * Repeats a request that was aborted: browsers abort all requests when the network changes, even by one more address,
 * and the second attempt succeeds. Only for requests that are safe to repeat; a timeout is not repeated.
 */
function fetchTwice(fetch: HttpPorts['fetch']): HttpPorts['fetch'] {
  return (input, init) =>
    fetch(input, init).catch((error: unknown) => {
      if (init?.signal?.aborted === true) throw error;
      return fetch(input, init);
    });
}

/** The header that authorizes a request. */
export function bearerOf(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** Sends a request over HTTP and validates the answer. Never rejects. */
export async function askHttp<Schema extends v.GenericSchema>(
  ports: HttpPorts,
  schema: Schema,
  path: string,
  init: RequestInit,
  timeoutMs: number = bounds.requestTimeoutMs,
): Promise<Result<v.InferOutput<Schema>>> {
  return asked(ports, path, init, timeoutMs, async (response) => readData(schema, await readJson(response)));
}

/** Requests bytes over HTTP. Never rejects. */
export function askHttpBytes(
  ports: HttpPorts,
  path: string,
  init: RequestInit,
  timeoutMs: number,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  return asked(ports, path, init, timeoutMs, async (response) =>
    ok(new Uint8Array(await response.arrayBuffer())),
  );
}

async function asked<Data>(
  { fetch, baseUrl }: HttpPorts,
  path: string,
  init: RequestInit,
  timeoutMs: number,
  read: (response: Response) => Promise<Result<Data>>,
): Promise<Result<Data>> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(baseUrl + path, { ...init, cache: 'no-store', signal });
    if (response.ok) return await read(response);
    return { ok: false, error: readError(response.status, await readJson(response)) };
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

/** The server's own error; if a proxy answered instead, the error that its status stands for. */
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
