import { createHmac } from 'node:crypto';
import type { Wake, WakeSubject } from '@ringback/protocol';
import webPush from 'web-push';
import type { PushSubscription } from './pushSubscriptionsSql.ts';
import type { PushRequest } from './pushDelivery.ts';
import type { VapidKeys } from './vapidKeys.ts';

/** One wake-up for one browser. */
export interface PushMessage {
  readonly to: PushSubscription;
  readonly about: WakeSubject;
  readonly urgency: 'high' | 'normal';
  /** A server time in ms; afterwards it is worth nothing. */
  readonly expiresAt: number;
}

/** The longest that a topic may be (RFC 8030, section 5.4). */
const topicLength = 32;

/**
 * Letters to one browser about the same replace each other, here and at the push service, which learns nothing by it but
 * that they are about the same.
 */
export function topicOf({ to, about }: PushMessage): string {
  return createHmac('sha256', to.tokenHash)
    .update(JSON.stringify(about))
    .digest('base64url')
    .slice(0, topicLength);
}

/** Seals a letter for its browser (RFC 8291) and signs it for the push service (RFC 8292). */
export function encrypt(message: PushMessage, keys: VapidKeys, now: number): PushRequest {
  const { to, about, urgency, expiresAt } = message;
  const wake: Wake = { to: to.id, ...about };
  const { endpoint, p256dh, auth, contact: subject } = to;
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(wake),
    {
      vapidDetails: { subject, ...keys },
      TTL: Math.max(Math.ceil((expiresAt - now) / 1000), 0),
      urgency,
      topic: topicOf(message),
      contentEncoding: 'aes128gcm',
    },
  );
  return { endpoint, headers, body };
}
