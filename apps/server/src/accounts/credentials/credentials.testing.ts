import { RecoveryCodes, SignedIn, type CreateAccountRequest } from '@ringback/protocol';
import * as v from 'valibot';
import type { TestServer } from '../../testing/testServer.ts';

export const password = 'correct horse battery';

/** What a request was answered with: the status, the code and message of an error, and the data. */
export interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly data: unknown;
}

const ErrorBody = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

/** Makes an HTTP request below `/api`, with a bearer token if there is one. `origin`: asks as a page there. */
export async function ask(
  server: TestServer,
  method: string,
  path: string,
  body?: unknown,
  { token, from, origin }: { token?: string; from?: string; origin?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${origin === undefined ? server.url : `${origin}/`}api/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(from !== undefined && { 'x-forwarded-for': from }),
      ...(origin !== undefined && { origin }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const data: unknown = text === '' ? undefined : JSON.parse(text);
  const error = v.safeParse(ErrorBody, data);
  return {
    status: response.status,
    code: error.success ? error.output.error.code : undefined,
    message: error.success ? error.output.error.message : undefined,
    data,
  };
}

/** Turns a guest into an account. */
export async function becomeAccount(
  server: TestServer,
  { token }: Pick<SignedIn, 'token'>,
  request: Partial<CreateAccountRequest> = {},
): Promise<RecoveryCodes> {
  const answer = await ask(server, 'POST', 'account', { password, ...request }, { token });
  return v.parse(RecoveryCodes, answer.data);
}

/** Signs in with a password; the tests expect that to work. */
export async function signInByPassword(
  server: TestServer,
  name: string,
  claim?: string,
  typed = password,
): Promise<SignedIn> {
  const answer = await ask(server, 'POST', 'session/password', { name, password: typed, claim });
  return v.parse(SignedIn, answer.data);
}
