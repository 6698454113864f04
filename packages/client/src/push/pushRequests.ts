import { PushKey, Subscribed, type PushAddress, type ProfileId, type Result } from '@ringback/protocol';
import * as v from 'valibot';
import { askHttp, bearerOf } from '../connection/http.ts';
import type { HttpPorts } from '../platform/ports.ts';

/** The server's public key for push services; `notFound` where push is off. */
export function fetchPushKey(ports: HttpPorts): Promise<Result<{ readonly key: string }>> {
  return askHttp(ports, PushKey, '/api/push/key', {});
}

/** Subscribes this browser profile for the user of a tab. */
export function subscribePush(
  ports: HttpPorts,
  token: string,
  subscription: { readonly address: PushAddress; readonly profile: ProfileId },
): Promise<Result<Subscribed>> {
  return askHttp(ports, Subscribed, '/api/push/subscriptions', {
    method: 'POST',
    headers: { ...bearerOf(token), 'content-type': 'application/json' },
    body: JSON.stringify(subscription),
  });
}

/** Reports that a subscription is still in use, and its address; `unauthorized` where the server has forgotten it. */
export function renewPush(ports: HttpPorts, token: string, address: PushAddress): Promise<Result<unknown>> {
  return askHttp(ports, v.unknown(), '/api/push/subscription', {
    method: 'PUT',
    headers: { ...bearerOf(token), 'content-type': 'application/json' },
    body: JSON.stringify(address),
  });
}

/** Ends a subscription. */
export function unsubscribePush(ports: HttpPorts, token: string): Promise<Result<unknown>> {
  const init = { method: 'DELETE', headers: bearerOf(token), keepalive: true };
  return askHttp(ports, v.unknown(), '/api/push/subscription', init);
}
