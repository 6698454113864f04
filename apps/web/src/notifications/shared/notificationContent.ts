import { CallId, MediaKind, Person, Sent, Time, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { firstGraphemes } from '../../ui/avatar/identity.ts';
import { formatDuration, formatWhen } from '../../ui/time/formatTime.ts';
import type { Intent } from './sharedDatabase.ts';

const call = { callId: CallId, peer: Person, media: MediaKind, placedAt: Time };

/**
 * The content of a system notification, which also travels in its `data` for the click handler. Times are server times in
 * ms. Each call, and each person's messages, have one notification, which the latest content replaces.
 */
export const NotificationContent = v.variant('kind', [
  /** `request`: from somebody whom the user does not know. `reason`: what they say it is about. */
  v.object({
    kind: v.literal('incoming'),
    ...call,
    request: v.optional(v.literal(true)),
    reason: v.optional(v.string()),
  }),
  v.object({ kind: v.literal('missed'), ...call }),
  /** The call was answered or declined on another device. */
  v.object({ kind: v.literal('over'), ...call, how: v.picklist(['answered', 'declined']) }),
  v.object({ kind: v.literal('notDeclined'), ...call }),
  v.object({ kind: v.literal('messages'), peer: Person, sent: Sent, count: v.number(), sentAt: Time }),
  /** A push came, but the server could not be asked what it is about. */
  v.object({ kind: v.literal('unknownCall'), callId: CallId }),
  v.object({ kind: v.literal('unknownMessages'), peerId: UserId }),
]);
export type NotificationContent = v.InferOutput<typeof NotificationContent>;

/** Content and the user it is for: several users can share one browser. */
export const AddressedNotification = v.object({ userId: UserId, notice: NotificationContent });
export type AddressedNotification = v.InferOutput<typeof AddressedNotification>;

/** The action buttons. */
const actions = ['accept', 'decline', 'callBack', 'message'] as const;
type Action = (typeof actions)[number];

/** Options of the Notifications API beyond TypeScript's library; browsers ignore those they do not know. */
export interface RichNotificationOptions extends NotificationOptions {
  readonly tag: string;
  readonly actions?: readonly { readonly action: Action; readonly title: string }[];
  readonly renotify?: boolean;
  readonly timestamp?: number;
}

const text = {
  incoming: { audio: 'Incoming voice call from', video: 'Incoming video call from' },
  request: 'Call request from',
  missed: { audio: 'Missed voice call from', video: 'Missed video call from' },
  over: { answered: 'Answered on another device', declined: 'Declined on another device' },
  notDeclined: 'The server could not be reached: it rings on. Open Ringback to decline.',
  note: { audio: 'Voice note', video: 'Video note' },
  unknownCall: 'You may have missed a call',
  unknownMessages: 'You may have a new message',
  unknown: 'The server could not be reached. Open Ringback to see.',
  actions: { accept: 'Accept', decline: 'Decline', callBack: 'Call back', message: 'Message' },
} as const;

/** In characters; systems cut longer texts anyway, each at its own length. */
const longestText = 200;

/** The system replaces a notification by a later one with the same tag. */
export function tagOf({ userId, notice }: AddressedNotification): string {
  switch (notice.kind) {
    case 'messages':
      return messagesTag(userId, notice.peer.id);
    case 'unknownMessages':
      return messagesTag(userId, notice.peerId);
    case 'incoming':
    case 'missed':
    case 'over':
    case 'notDeclined':
    case 'unknownCall':
      return callTag(userId, notice.callId);
  }
}

export const callTag = (userId: UserId, callId: CallId): string => `${userId} call ${callId}`;
export const messagesTag = (userId: UserId, peerId: UserId): string => `${userId} messages ${peerId}`;

export function isRinging({ kind }: NotificationContent): boolean {
  return kind === 'incoming' || kind === 'notDeclined';
}

/** Whether content no longer holds once the server is reachable again and only `ringing` calls ring. */
export function isOvertaken(notice: NotificationContent, ringing: readonly CallId[]): boolean {
  switch (notice.kind) {
    case 'incoming':
    case 'notDeclined':
      return !ringing.includes(notice.callId);
    case 'unknownCall':
    case 'unknownMessages':
      return true;
    case 'missed':
    case 'over':
    case 'messages':
      return false;
  }
}

/** The person whose picture becomes the icon, if known. */
export function personIn(notice: NotificationContent): Person | undefined {
  return 'peer' in notice ? notice.peer : undefined;
}

/** Title and options for the Notifications API. */
export function renderNotification(
  addressed: AddressedNotification,
  nowMs: number,
): { readonly title: string; readonly options: RichNotificationOptions } {
  const { title, ...options } = optionsFor(addressed.notice, nowMs);
  return { title, options: { ...options, tag: tagOf(addressed), data: addressed } };
}

type MessageDraft = Omit<RichNotificationOptions, 'tag'> & { readonly title: string };

function optionsFor(notice: NotificationContent, nowMs: number): MessageDraft {
  switch (notice.kind) {
    case 'incoming':
      return {
        title: `${notice.request ? text.request : text.incoming[notice.media]} ${notice.peer.name}`,
        body: notice.reason ?? formatWhen(notice.placedAt, nowMs),
        timestamp: notice.placedAt,
        requireInteraction: true,
        actions: buttonsFor('accept', 'decline'),
      };
    case 'missed':
      return {
        title: `${text.missed[notice.media]} ${notice.peer.name}`,
        body: formatWhen(notice.placedAt, nowMs),
        timestamp: notice.placedAt,
        actions: buttonsFor('callBack', 'message'),
      };
    case 'over':
      return {
        title: notice.peer.name,
        body: text.over[notice.how],
        timestamp: notice.placedAt,
        silent: true,
      };
    case 'notDeclined':
      return {
        title: notice.peer.name,
        body: text.notDeclined,
        requireInteraction: true,
        actions: buttonsFor('accept'),
      };
    case 'messages':
      return {
        title: notice.count > 1 ? `${notice.peer.name} (${notice.count})` : notice.peer.name,
        body: bodyOf(notice.sent),
        timestamp: notice.sentAt,
        renotify: true,
      };
    case 'unknownCall':
      return { title: text.unknownCall, body: text.unknown };
    case 'unknownMessages':
      return { title: text.unknownMessages, body: text.unknown };
  }
}

function bodyOf(sent: Sent): string {
  if (sent.kind === 'text') return firstGraphemes(sent.text, longestText);
  return `${text.note[sent.media]}, ${formatDuration(sent.durationMs)}`;
}

function buttonsFor(...names: readonly Action[]): NonNullable<RichNotificationOptions['actions']> {
  return names.map((action) => ({ action, title: text.actions[action] }));
}

/** The intent of a click. `clicked` names an action button; any other value is the notification itself. */
export function intentOf(notice: NotificationContent, clicked: string): Intent {
  const action = actions.find((name) => name === clicked);
  switch (notice.kind) {
    case 'incoming':
    case 'notDeclined':
      if (action === 'accept' || action === 'decline') return { kind: action, callId: notice.callId };
      return { kind: 'go', path: `/calls/${notice.callId}` };
    case 'missed':
      if (action === 'callBack') return { kind: 'callBack', peer: notice.peer, media: notice.media };
      return { kind: 'go', path: `/people/${notice.peer.id}` };
    case 'over':
      return { kind: 'go', path: `/calls/${notice.callId}` };
    case 'messages':
      return { kind: 'go', path: `/people/${notice.peer.id}` };
    case 'unknownCall':
      return { kind: 'go', path: '/calls' };
    case 'unknownMessages':
      return { kind: 'go', path: `/people/${notice.peerId}` };
  }
}
