import * as v from 'valibot';
import { CallId, DeviceId, ProfileId, UserId } from '../common/ids.ts';
import { Token } from './accounts/account.ts';
import { bounds } from './base/limits.ts';
import { Person } from './base/people.ts';
import { Count, MediaKind, Time } from './base/values.ts';

/*
 * Web Push: how a browser with all tabs closed learns about calls and messages. The push service carries only a wake-up;
 * the service worker then asks this server what it is about, over HTTP under `/api/push`.
 */

/** `bytes` bytes in base64url. */
function base64Url(bytes: number) {
  const length = Math.ceil((bytes * 4) / 3);
  return v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_-]{${length}}$`), 'Expected base64url'));
}

/** A browser's address at its push service, and the keys with which only that browser can decrypt messages (RFC 8291). */
export const PushAddress = v.strictObject({
  endpoint: v.pipe(
    v.string(),
    v.maxLength(1_000),
    v.check((text) => isPushEndpoint(text), 'Expected an https address without a user or a password'),
  ),
  keys: v.strictObject({ p256dh: base64Url(65), auth: base64Url(16) }),
});
export type PushAddress = v.InferOutput<typeof PushAddress>;

/** Checks the form only. Whether the host has a public address is known after the DNS lookup. */
function isPushEndpoint(text: string): boolean {
  return /^https:\/\/[^/?#@\\\s]+(?:[/?#]\S*)?$/u.test(text);
}

/** `POST /api/push/subscriptions`, by a signed-in tab: subscribes its browser profile. */
export const SubscribeRequest = v.strictObject({ address: PushAddress, profile: ProfileId });
export type SubscribeRequest = v.InferInput<typeof SubscribeRequest>;

/** What the service worker stores. With this token it may ask why it was woken, decline a call, and unsubscribe. */
export const Subscribed = v.object({
  id: DeviceId,
  token: Token,
  me: Person,
});
export type Subscribed = v.InferOutput<typeof Subscribed>;

/** `GET /api/push/key`: the server's public key, by which push services identify it (VAPID, RFC 8292). */
export const PushKey = v.object({ key: base64Url(65) });

const to = { to: DeviceId };
const callSubject = v.strictObject({ call: CallId });
const peerSubject = v.strictObject({ peer: UserId });

/** What the woken service worker asks about: a call, or the conversation with a person. */
export type WakeSubject = v.InferOutput<typeof callSubject> | v.InferOutput<typeof peerSubject>;

/** The content of a push message: which of the browser's subscriptions it is for, and what to ask about. */
export const Wake = v.union([
  v.strictObject({ ...to, ...callSubject.entries }),
  v.strictObject({ ...to, ...peerSubject.entries }),
]);
export type Wake = v.InferOutput<typeof Wake>;

const about = { callId: CallId, peer: Person, media: MediaKind, placedAt: Time };

/** `GET /api/push/calls/:callId`: the state of a call to the user. */
export const CallNews = v.variant('state', [
  /** `leftMs`: how much longer it rings. `request`: from somebody whom the user does not know. */
  v.object({
    state: v.literal('ringing'),
    ...about,
    leftMs: Time,
    request: v.optional(v.literal(true)),
    reason: v.optional(v.pipe(v.string(), v.maxLength(bounds.reasonLength))),
  }),
  v.object({ state: v.literal('missed'), ...about }),
  /** Answered or declined on another device. */
  v.object({ state: v.literal('over'), ...about, how: v.picklist(['answered', 'declined']) }),
  /** Nothing to show: it was handled in this browser, or the user has seen that they missed it. */
  v.object({ state: v.literal('settled'), callId: CallId }),
]);
export type CallNews = v.InferOutput<typeof CallNews>;

/** A text, or what is shown of a note before it is played. */
export const Sent = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(4 * bounds.messageLength)) }),
  v.object({ kind: v.literal('note'), media: MediaKind, durationMs: Time }),
]);
export type Sent = v.InferOutput<typeof Sent>;

/**
 * `GET /api/push/people/:userId`: how many unread messages and notes a conversation of the user has, and the latest of
 * them, if any.
 */
export const ConversationNews = v.object({
  peer: Person,
  unread: Count,
  last: v.optional(v.object({ sent: Sent, sentAt: Time })),
});
export type ConversationNews = v.InferOutput<typeof ConversationNews>;
