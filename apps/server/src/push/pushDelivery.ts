import type { IncomingMessage } from 'node:http';
import { request, type Agent } from 'node:https';

/** How one attempt to deliver a message to a push service ended. */
export type Delivery =
  | { readonly kind: 'accepted' }
  /** The subscription has ended. */
  | { readonly kind: 'gone' }
  /** A retry may succeed, after `retryAfterMs` if the service says so. */
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

/** The body of an answer is discarded; a longer one than this closes the connection. */
const maxAnswerBytes = 16 * 1024;

/** Sends one message, once, without following redirects. Never rejects, and takes at most `timeoutMs`. */
export function deliver(
  { endpoint, headers, body }: PushRequest,
  agent: Agent,
  timeoutMs: number,
): Promise<Delivery> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = request(endpoint, { method: 'POST', headers, agent, signal }, (response) => {
      discardBody(response);
      resolve(outcomeOf(response));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'unreachable', code: signal.aborted ? 'TIMEOUT' : (error.code ?? 'UNKNOWN') });
    });
    sent.end(body);
  });
}

/** Reads the body to its end, so that the connection can be reused. */
function discardBody(response: IncomingMessage): void {
  let bytes = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) response.destroy();
  });
}

/** Maps the status by RFC 8030, sections 5 and 7.3, and RFC 8292, section 4.2. */
function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage): Delivery {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status !== 429 && status < 500) return { kind: 'refused', status };
  const seconds = Number(headers['retry-after']);
  return { kind: 'later', ...(seconds > 0 && { retryAfterMs: seconds * 1000 }) };
}
