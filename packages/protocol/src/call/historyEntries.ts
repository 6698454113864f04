import type { CallId, DeviceId, UserId } from '../common/ids.ts';
import type { EndCause, Ended, EndReason, Media, Role } from './call.ts';

/** The label of a history entry. `answered` is shown as the call's duration. */
export const entryLabels = [
  'canceled',
  'noAnswer',
  'missed',
  'declined',
  'busy',
  'failed',
  'answered',
] as const;
export type EntryLabel = (typeof entryLabels)[number];

/** What an entry adds to its label. */
export const entryDetails = ['notReached', 'silenced', 'onAnotherCall', 'connectionLost'] as const;
export type EntryDetail = (typeof entryDetails)[number];

/** What one user's history says about the end of a call. */
interface EntryStatus {
  readonly label: EntryLabel;
  readonly detail?: EntryDetail;
}

/**
 * What each user's history says for each end reason. Both histories are written from this one table, so they cannot
 * disagree.
 */
export const entryStatuses: { readonly [R in EndReason]: { readonly [W in Role]: EntryStatus } } = {
  canceled: { caller: { label: 'canceled' }, callee: { label: 'missed' } },
  noAnswer: { caller: { label: 'noAnswer' }, callee: { label: 'missed' } },
  unreachable: { caller: { label: 'canceled', detail: 'notReached' }, callee: { label: 'missed' } },
  declined: { caller: { label: 'declined' }, callee: { label: 'declined' } },
  busy: { caller: { label: 'busy' }, callee: { label: 'missed', detail: 'onAnotherCall' } },
  hungUp: { caller: { label: 'answered' }, callee: { label: 'answered' } },
  connectFailed: { caller: { label: 'failed' }, callee: { label: 'failed' } },
  connectionLost: {
    caller: { label: 'answered', detail: 'connectionLost' },
    callee: { label: 'answered', detail: 'connectionLost' },
  },
};

/** One line of one user's history, as the end of a call writes it. */
export interface EntryDraft extends EntryStatus {
  readonly callId: CallId;
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly direction: 'outgoing' | 'incoming';
  readonly media: Media;
  readonly cause?: EndCause;
  /** From the first media to the end, in ms; 0 for a call that was answered and ended before media. */
  readonly durationMs?: number;
  /** The device of this user that answered or declined. The user's other devices say "on another device". */
  readonly deviceId?: DeviceId;
  readonly placedAt: number;
  readonly endedAt: number;
  /** Who called was not known to this user. */
  readonly isRequest?: true;
  /** What the caller said it was about. */
  readonly reason?: string;
  readonly isUrgent?: true;
  /** Its caller was muted, or it came in quiet hours: a missed call that nothing announces. */
  readonly isQuiet?: true;
  /** A missed call that is not seen counts and notifies. One that its caller followed up at once is seen. */
  readonly seen: boolean;
}

/** Whether the callee is notified of a missed call. Not if the caller rings again at this moment. */
export type MissedNotice = 'notice' | 'noNotice';

/** The entries of an ended call: the caller's, and the callee's unless the call was hidden. */
export function entriesOf(call: Ended, notice: MissedNotice): readonly EntryDraft[] {
  const callers = draft(call, 'caller', notice);
  return call.visibility === 'hidden' ? [callers] : [callers, draft(call, 'callee', notice)];
}

function draft(call: Ended, role: Role, notice: MissedNotice): EntryDraft {
  const status = statusFor(call, role);
  const deviceId = deviceOf(call, role);
  const { cause } = call.end;
  return {
    ...status,
    callId: call.id,
    userId: call[role].userId,
    peerId: call[role === 'caller' ? 'callee' : 'caller'].userId,
    direction: role === 'caller' ? 'outgoing' : 'incoming',
    media: call.media,
    ...(cause !== undefined && { cause }),
    ...(status.label === 'answered' && { durationMs: durationMs(call) }),
    ...(deviceId !== undefined && { deviceId }),
    ...(role === 'callee' && call.isRequest && { isRequest: call.isRequest }),
    ...(call.about?.reason !== undefined && { reason: call.about.reason }),
    ...(call.about?.isUrgent && { isUrgent: call.about.isUrgent }),
    ...(role === 'callee' && call.isMuted && status.label === 'missed' && { isQuiet: call.isMuted }),
    placedAt: call.placedAt,
    endedAt: call.end.at,
    seen: status.label !== 'missed' || notice === 'noNotice',
  };
}

function statusFor(call: Ended, role: Role): EntryStatus {
  const status = entryStatuses[call.end.reason][role];
  const isSilenced = role === 'callee' && call.visibility === 'silenced' && status.label === 'missed';
  return isSilenced ? { label: 'missed', detail: 'silenced' } : status;
}

function deviceOf(call: Ended, role: Role): DeviceId | undefined {
  if (role === 'caller') return call.caller.deviceId;
  if (call.answeredBy !== undefined) return call.answeredBy;
  return call.end.reason === 'declined' ? call.end.deviceId : undefined;
}

/** How long a call lasted, in ms: from the first media to the end. */
export function durationMs(call: Ended): number {
  return call.connectedAt === undefined ? 0 : call.end.at - call.connectedAt;
}
