import { request, type Agent } from 'node:https';
import type { IncomingMessage } from 'node:http';

/** What became of one attempt to hand a message to a push service. */
export type Delivery =
  | { readonly kind: 'taken' }
  /** The browser is not subscribed any more. */
  | { readonly kind: 'gone' }
  /** It may be tried again, not before so many ms where the service says so. */
  | { readonly kind: 'later'; readonly retryAfterMs?: number }
  /** The service could not be reached, or did not answer in time. */
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'refused'; readonly status: number };

/** A request as `web-push` makes it. */
export interface PushRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer | null;
}

/** Nobody reads what a push service says beside its status; who says more than this is cut off. */
const maxAnswerBytes = 16 * 1024;

/** Hands one message over, in one attempt that never takes longer than `withinMs`. Redirects are not followed. Never rejects. */
export function deliver(
  { endpoint, headers, body }: PushRequest,
  agent: Agent,
  withinMs: number,
): Promise<Delivery> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(withinMs);
    const sent = request(endpoint, { method: 'POST', headers, agent, signal }, (response) => {
      drain(response);
      resolve(outcomeOf(response));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'unreachable', code: signal.aborted ? 'TIMEOUT' : (error.code ?? 'UNKNOWN') });
    });
    sent.end(body);
  });
}

/** Lets the connection be used again, unless that takes too much. */
function drain(response: IncomingMessage): void {
  let bytes = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) response.destroy();
  });
}

/** What the statuses mean is said in RFC 8030, sections 5 and 7.3, and RFC 8292, section 4.2. */
function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage): Delivery {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status !== 429 && status < 500) return { kind: 'refused', status };
  const seconds = Number(headers['retry-after']);
  return { kind: 'later', ...(seconds > 0 && { retryAfterMs: seconds * 1000 }) };
}
