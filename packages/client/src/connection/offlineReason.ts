import { RefusalDetails, type HandshakeRefusal } from '@ringback/protocol';
import * as v from 'valibot';
import type { HttpPorts } from '../platform/ports.ts';
import type { OfflineReason } from './signalingClient.ts';

/** Why the server turns a handshake away for now. */
export function reasonOfRefusal(
  refusal: HandshakeRefusal | undefined,
  details: unknown,
): OfflineReason | undefined {
  if (refusal !== 'tooMany') return undefined;
  const parsed = v.safeParse(RefusalDetails, details);
  return parsed.success && parsed.output.limit === 'user' ? 'tooManyTabs' : 'serverBusy';
}

/** A refusal after which the page does not try again by itself. */
export type FinalRefusal = Exclude<HandshakeRefusal, 'tooMany'>;

/** What the server tells the user about a refusal, if anything. */
export function messageOfRefusal(details: unknown): string | undefined {
  const parsed = v.safeParse(RefusalDetails, details);
  return parsed.success ? parsed.output.message : undefined;
}

const timeoutMs = 3_000;

/**
 * Whether the server answers over HTTP, where a websocket did not open. Then something on the way does not pass websockets,
 * unless the server itself refuses this page's address, as it does with 403 and 421.
 */
export async function answersOverHttp({ fetch, baseUrl }: HttpPorts): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    // Only the server's socket answers 400 here, and only requests that change something tell where their page is from.
    const socket = await fetch(`${baseUrl}/socket.io/?EIO=4&transport=websocket`, {
      cache: 'no-store',
      signal,
    });
    if (socket.status !== 400) return false;
    const api = await fetch(`${baseUrl}/api/reach`, { method: 'POST', cache: 'no-store', signal });
    return api.status === 404;
  } catch {
    return false;
  }
}
