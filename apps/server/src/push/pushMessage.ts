import { createHmac } from 'node:crypto';
import type { Wake, WakeSubject } from '@ringback/protocol';
import * as v from 'valibot';
import webPush from 'web-push';
import type { SecretOperations } from '../storage/secretsSql.ts';
import type { Storage } from '../storage/storage.ts';
import type { PushRequest } from './pushDelivery.ts';
import type { PushSubscription } from './pushSubscriptionsSql.ts';

/** A push message for one browser. */
export interface PushMessage {
  readonly to: PushSubscription;
  readonly about: WakeSubject;
  readonly urgency: 'high' | 'normal';
  /** The server time in ms after which the message is of no use. */
  readonly expiresAt: number;
}

const VapidKeys = v.object({ publicKey: v.string(), privateKey: v.string() });

/** The keys by which push services recognize this server (RFC 8292), in base64url. */
export type VapidKeys = v.InferOutput<typeof VapidKeys>;

/** Reads the keys, or makes them at the first start. With other keys, no existing subscription would work. */
export async function openVapidKeys(storage: Storage<SecretOperations>): Promise<VapidKeys> {
  const fresh = JSON.stringify(webPush.generateVAPIDKeys());
  return v.parse(VapidKeys, JSON.parse(await storage.run('secrets:getOrCreate', { name: 'vapid', fresh })));
}

/** The longest topic that is allowed (RFC 8030, section 5.4). */
const topicLength = 32;

/**
 * A newer message to the same browser with the same topic replaces an older one, here and at the push service. The
 * topic is a hash, so that the push service does not learn what the message is about.
 */
export function topicOf({ to, about }: PushMessage): string {
  return createHmac('sha256', to.tokenHash)
    .update(JSON.stringify(about))
    .digest('base64url')
    .slice(0, topicLength);
}

/** Encrypts a message for its browser (RFC 8291), and signs the request for the push service (RFC 8292). */
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
