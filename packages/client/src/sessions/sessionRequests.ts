import {
  LinkOffer,
  LinkQuestion,
  LinkStatus,
  SessionList,
  type Result,
  type SessionId,
  type SignInBrowser,
} from '@ringback/protocol';
import * as v from 'valibot';
import { askHttp, askHttpBytes, bearerOf } from '../connection/http.ts';
import type { HttpPorts } from '../platform/ports.ts';

/** The server answers a question for news of a link after at most 8 s. */
const statusTimeoutMs = 30_000;
/** Everything about a user may take a while to read and to send. */
const exportTimeoutMs = 300_000;

function withBody(method: string, body: unknown, token?: string): RequestInit {
  return {
    method,
    headers: { ...(token !== undefined && bearerOf(token)), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

export function fetchSessions(ports: HttpPorts, token: string): Promise<Result<SessionList>> {
  return askHttp(ports, SessionList, '/api/sessions', { headers: bearerOf(token) });
}

export function signOutSession(ports: HttpPorts, token: string, id: SessionId): Promise<Result<unknown>> {
  const init = { method: 'DELETE', headers: bearerOf(token) };
  return askHttp(ports, v.unknown(), `/api/sessions/${id}`, init);
}

/** Gives a token back that is not wanted any more. */
export function signOutDevice(ports: HttpPorts, token: string): Promise<Result<unknown>> {
  return askHttp(ports, v.unknown(), '/api/session', { method: 'DELETE', headers: bearerOf(token) });
}

export function signOutOthers(ports: HttpPorts, token: string): Promise<Result<unknown>> {
  return askHttp(ports, v.unknown(), '/api/sessions', { method: 'DELETE', headers: bearerOf(token) });
}

export function offerLink(ports: HttpPorts, browser: SignInBrowser): Promise<Result<LinkOffer>> {
  return askHttp(ports, LinkOffer, '/api/link', withBody('POST', browser));
}

export function fetchLinkStatus(ports: HttpPorts, secret: string): Promise<Result<LinkStatus>> {
  return askHttp(ports, LinkStatus, '/api/link/status', withBody('POST', { secret }), statusTimeoutMs);
}

export function claimLink(ports: HttpPorts, token: string, code: string): Promise<Result<LinkQuestion>> {
  return askHttp(ports, LinkQuestion, '/api/link/claim', withBody('POST', { code }, token));
}

export function confirmLink(
  ports: HttpPorts,
  token: string,
  code: string,
  number: number,
): Promise<Result<unknown>> {
  return askHttp(ports, v.unknown(), '/api/link/confirm', withBody('POST', { code, number }, token));
}

export function refuseLink(ports: HttpPorts, token: string, code: string): Promise<Result<unknown>> {
  return askHttp(ports, v.unknown(), '/api/link', withBody('DELETE', { code }, token));
}

export async function exportData(ports: HttpPorts, token: string): Promise<Result<Blob>> {
  const file = await askHttpBytes(ports, '/api/data', { headers: bearerOf(token) }, exportTimeoutMs);
  return file.ok ? { ok: true, data: new Blob([file.data], { type: 'application/json' }) } : file;
}

export function deleteAccount(ports: HttpPorts, token: string): Promise<Result<unknown>> {
  return askHttp(ports, v.unknown(), '/api/data', { method: 'DELETE', headers: bearerOf(token) });
}
