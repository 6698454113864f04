import type { CallId, DeviceId, UserId } from '../common/ids.ts';
import type { EndCause, Ended, EndReason, Media, Role } from './call.ts';

/** What one line of a history says; `answered` shows the call's duration instead of a word. */
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

/** What a line adds to its label. */
export const entryDetails = ['notReached', 'silenced', 'onAnotherCall', 'connectionLost'] as const;
export type EntryDetail = (typeof entryDetails)[number];

/** What one user's history says of an ending. */
export interface Verdict {
  readonly label: EntryLabel;
  readonly detail?: EntryDetail;
}

/**
 * The heart of the product: for each end reason, what each user's history says.
 * It stands nowhere else; both histories are written from this table, so they cannot disagree.
 */
export const verdicts: { readonly [R in EndReason]: { readonly [W in Role]: Verdict } } = {
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

/** One line of one user's history, as an ending writes it. */
export interface EntryDraft extends Verdict {
  readonly callId: CallId;
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly direction: 'outgoing' | 'incoming';
  readonly media: Media;
  readonly cause?: EndCause;
  /** From the first media to the end, in ms; 0 for a call that was answered and ended before media. */
  readonly durationMs?: number;
  /** Which device of this user answered or declined; on the others the line says "on another device". */
  readonly deviceId?: DeviceId;
  readonly placedAt: number;
  readonly endedAt: number;
  /** An unseen missed call is counted and noticed; one that its caller followed up at once is not. */
  readonly seen: boolean;
}

/** Whether the callee is spared the notice of a missed call, because the caller rings again this very moment. */
export type MissedNotice = 'notice' | 'noNotice';

/** The lines that an ended call leaves: the caller's, and the callee's unless the call was hidden from them. */
export function entriesOf(call: Ended, notice: MissedNotice): readonly EntryDraft[] {
  const callers = draft(call, 'caller', notice);
  return call.visibility === 'hidden' ? [callers] : [callers, draft(call, 'callee', notice)];
}

function draft(call: Ended, role: Role, notice: MissedNotice): EntryDraft {
  const verdict = verdictFor(call, role);
  const deviceId = deviceOf(call, role);
  const { cause } = call.end;
  return {
    ...verdict,
    callId: call.id,
    userId: call[role].userId,
    peerId: call[role === 'caller' ? 'callee' : 'caller'].userId,
    direction: role === 'caller' ? 'outgoing' : 'incoming',
    media: call.media,
    ...(cause !== undefined && { cause }),
    ...(verdict.label === 'answered' && { durationMs: durationMs(call) }),
    ...(deviceId !== undefined && { deviceId }),
    placedAt: call.placedAt,
    endedAt: call.end.at,
    seen: verdict.label !== 'missed' || notice === 'noNotice',
  };
}

function verdictFor(call: Ended, role: Role): Verdict {
  const verdict = verdicts[call.end.reason][role];
  const silenced = role === 'callee' && call.visibility === 'silenced' && verdict.label === 'missed';
  return silenced ? { label: 'missed', detail: 'silenced' } : verdict;
}

function deviceOf(call: Ended, role: Role): DeviceId | undefined {
  if (role === 'caller') return call.caller.deviceId;
  if (call.answeredBy !== undefined) return call.answeredBy;
  return call.end.reason === 'declined' ? call.end.deviceId : undefined;
}

/** How long a call carried media, in ms: from the first link that came up to the end. */
export function durationMs(call: Ended): number {
  return call.connectedAt === undefined ? 0 : call.end.at - call.connectedAt;
}
