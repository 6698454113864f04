import { CallId, MediaKind, Person, Sent, Time, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { formatDuration, formatWhen } from '../../ui/time/formatTime.ts';

const call = { callId: CallId, peer: Person, media: MediaKind, placedAt: Time };

/**
 * What a notification of the system tells, and what it carries along for when it is pressed. Times are the server's, in
 * ms. All that is told of one call, or of one person's messages, is one notification, of which the latest holds.
 */
export const Notice = v.variant('kind', [
  v.object({ kind: v.literal('incoming'), ...call }),
  v.object({ kind: v.literal('missed'), ...call }),
  /** It rang, and was dealt with on another device. */
  v.object({ kind: v.literal('over'), ...call, how: v.picklist(['answered', 'declined']) }),
  v.object({ kind: v.literal('notDeclined'), ...call }),
  v.object({ kind: v.literal('messages'), peer: Person, sent: Sent, count: v.number(), sentAt: Time }),
  /** The server could not be asked what it is about. */
  v.object({ kind: v.literal('unknownCall'), callId: CallId }),
  v.object({ kind: v.literal('unknownMessages'), peerId: UserId }),
]);
export type Notice = v.InferOutput<typeof Notice>;

/** A notice and whose it is: tabs and worker of one browser can be several people's. */
export const Addressed = v.object({ userId: UserId, notice: Notice });
export type Addressed = v.InferOutput<typeof Addressed>;

/** What can be pressed beside the notification itself. */
export const actions = ['accept', 'decline', 'callBack', 'message'] as const;
type Action = (typeof actions)[number];

/** How a notification looks and behaves; a browser leaves out what it does not know. */
export interface Look extends NotificationOptions {
  readonly tag: string;
  readonly actions?: readonly { readonly action: Action; readonly title: string }[];
  readonly renotify?: boolean;
  readonly timestamp?: number;
}

/** The words of notifications. */
const text = {
  incoming: { audio: 'Incoming voice call from', video: 'Incoming video call from' },
  missed: { audio: 'Missed voice call from', video: 'Missed video call from' },
  over: { answered: 'Answered on another device', declined: 'Declined on another device' },
  notDeclined: 'The server could not be reached: it rings on. Open Ringback to decline.',
  note: { audio: 'Voice note', video: 'Video note' },
  unknownCall: 'You may have missed a call',
  unknownMessages: 'You may have a new message',
  unknown: 'The server could not be reached. Open Ringback to see.',
  actions: { accept: 'Accept', decline: 'Decline', callBack: 'Call back', message: 'Message' },
} as const;

/** Longer texts are cut by systems anyway, each at its own length. */
const longestText = 200;

/** By which a later notice takes the place of an earlier one. */
export function tagOf({ userId, notice }: Addressed): string {
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

/** Whether a notice says that a call rings. */
export function isRinging({ kind }: Notice): boolean {
  return kind === 'incoming' || kind === 'notDeclined';
}

/** Whether a notice is overtaken where the server can be reached again, and these calls ring. */
export function isOvertaken(notice: Notice, ringing: readonly CallId[]): boolean {
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

/** Who is pictured; nobody where that is not known. */
export function personIn(notice: Notice): Person | undefined {
  return 'peer' in notice ? notice.peer : undefined;
}

/** How a notice looks as a notification. */
export function drawn(addressed: Addressed, nowMs: number): { readonly title: string; readonly look: Look } {
  const { title, ...look } = lookOf(addressed.notice, nowMs);
  return { title, look: { ...look, tag: tagOf(addressed), data: addressed } };
}

type Draft = Omit<Look, 'tag'> & { readonly title: string };

function lookOf(notice: Notice, nowMs: number): Draft {
  switch (notice.kind) {
    case 'incoming':
      return {
        title: `${text.incoming[notice.media]} ${notice.peer.name}`,
        body: formatWhen(notice.placedAt, nowMs),
        timestamp: notice.placedAt,
        requireInteraction: true,
        actions: named('accept', 'decline'),
      };
    case 'missed':
      return {
        title: `${text.missed[notice.media]} ${notice.peer.name}`,
        body: formatWhen(notice.placedAt, nowMs),
        timestamp: notice.placedAt,
        actions: named('callBack', 'message'),
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
        actions: named('accept'),
      };
    case 'messages':
      return {
        title: notice.count > 1 ? `${notice.peer.name} (${notice.count})` : notice.peer.name,
        body: wordsOf(notice.sent),
        timestamp: notice.sentAt,
        renotify: true,
      };
    case 'unknownCall':
      return { title: text.unknownCall, body: text.unknown };
    case 'unknownMessages':
      return { title: text.unknownMessages, body: text.unknown };
  }
}

function wordsOf(sent: Sent): string {
  if (sent.kind === 'text') return [...sent.text].slice(0, longestText).join('');
  return `${text.note[sent.media]}, ${formatDuration(sent.durationMs)}`;
}

function named(...names: readonly Action[]): NonNullable<Look['actions']> {
  return names.map((action) => ({ action, title: text.actions[action] }));
}
