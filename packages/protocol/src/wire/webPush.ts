import * as v from 'valibot';
import { MediaKind, Time } from './wireCall.ts';
import { Token } from './account.ts';
import { CallId, DeviceId, ProfileId, UserId } from '../common/ids.ts';
import { bounds } from './limits.ts';
import { Person } from './people.ts';

/*
 * Web Push: how a browser whose tabs are closed hears of calls and messages. What travels over the push service is a
 * wake-up alone; what it is about, the service worker asks this server, over HTTP under `/api/push`.
 */

/** base64url of so many bytes. */
function base64Url(bytes: number) {
  const length = Math.ceil((bytes * 4) / 3);
  return v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_-]{${length}}$`), 'Expected base64url'));
}

/** Where a browser's push service takes messages for it, and the keys by which only that browser reads them (RFC 8291). */
export const PushAddress = v.strictObject({
  endpoint: v.pipe(
    v.string(),
    v.maxLength(1_000),
    v.check((text) => isPushEndpoint(text), 'Expected an https address without a user or a password'),
  ),
  keys: v.strictObject({ p256dh: base64Url(65), auth: base64Url(16) }),
});
export type PushAddress = v.InferOutput<typeof PushAddress>;

/** Whether a push service may live there at all; whether that address is a public one is known only where it is looked up. */
function isPushEndpoint(text: string): boolean {
  return /^https:\/\/[^/?#@\\\s]+(?:[/?#]\S*)?$/u.test(text);
}

/** `POST /api/push/subscriptions`, by a signed-in tab: from now on its browser profile is woken up. */
export const SubscribeRequest = v.strictObject({ address: PushAddress, profile: ProfileId });
export type SubscribeRequest = v.InferInput<typeof SubscribeRequest>;

/** What the service worker keeps: by this token it may ask what it was woken up for, decline a call, and unsubscribe. */
export const Subscribed = v.object({
  id: DeviceId,
  token: Token,
  me: Person,
});
export type Subscribed = v.InferOutput<typeof Subscribed>;

/** `GET /api/push/key`: the server's public key, by which push services know it again (VAPID, RFC 8292). */
export const PushKey = v.object({ key: base64Url(65) });

/** What a push message holds: for which of a browser's subscriptions it is, and of what the worker shall ask. */
export const Wake = v.union([
  v.strictObject({ to: DeviceId, call: CallId }),
  v.strictObject({ to: DeviceId, peer: UserId }),
]);
export type Wake = v.InferOutput<typeof Wake>;

const about = { callId: CallId, peer: Person, media: MediaKind, placedAt: Time };

/** `GET /api/push/calls/:callId`: how a call to the user stands. */
export const CallNews = v.variant('state', [
  /** `leftMs`: for how long it rings on. */
  v.object({ state: v.literal('ringing'), ...about, leftMs: Time }),
  v.object({ state: v.literal('missed'), ...about }),
  /** On another device. */
  v.object({ state: v.literal('over'), ...about, how: v.picklist(['answered', 'declined']) }),
  /** There is nothing to tell: it was dealt with in this very browser, or it was missed and the user knows. */
  v.object({ state: v.literal('settled'), callId: CallId }),
]);
export type CallNews = v.InferOutput<typeof CallNews>;

/** What somebody sent: a text, or a note as far as it is told before it is played. */
export const Sent = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(4 * bounds.messageLength)) }),
  v.object({ kind: v.literal('note'), media: MediaKind, durationMs: Time }),
]);
export type Sent = v.InferOutput<typeof Sent>;

/**
 * `GET /api/push/people/:userId`: how many messages and notes wait in a conversation of the user, and the latest of them
 * where any does.
 */
export const ConversationNews = v.object({
  peer: Person,
  unread: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  last: v.optional(v.object({ sent: Sent, sentAt: Time })),
});
export type ConversationNews = v.InferOutput<typeof ConversationNews>;
