import { PushKey, Subscribed, type PushAddress, type ProfileId, type Result } from '@ringback/protocol';
import * as v from 'valibot';
import { askHttp, bearerOf } from '../connection/http.ts';
import type { HttpPorts } from '../platform/ports.ts';

/** By what push services know the server of this page again. `notFound` where it wakes up nobody. */
export function fetchPushKey(ports: HttpPorts): Promise<Result<{ readonly key: string }>> {
  return askHttp(ports, PushKey, '/api/push/key', {});
}

/** From now on this browser profile is woken up for the user of a tab. */
export function subscribePush(
  ports: HttpPorts,
  token: string,
  wish: { readonly address: PushAddress; readonly profile: ProfileId },
): Promise<Result<Subscribed>> {
  return askHttp(ports, Subscribed, '/api/push/subscriptions', {
    method: 'POST',
    headers: { ...bearerOf(token), 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
}

/** Tells the server that a subscription is still in use, and at which address; `unauthorized` where it has forgotten it. */
export function renewPush(ports: HttpPorts, token: string, address: PushAddress): Promise<Result<unknown>> {
  return askHttp(ports, v.unknown(), '/api/push/subscription', {
    method: 'PUT',
    headers: { ...bearerOf(token), 'content-type': 'application/json' },
    body: JSON.stringify(address),
  });
}

/** Gives the token of a subscription back. */
export function unsubscribePush(ports: HttpPorts, token: string): Promise<Result<unknown>> {
  const init = { method: 'DELETE', headers: bearerOf(token), keepalive: true };
  return askHttp(ports, v.unknown(), '/api/push/subscription', init);
}
