import { fail, ok, type CallId, type CallRecord, type Entry, type Result } from '@ringback/protocol';
import { me } from './cast.ts';
import { entries } from './entries.ts';

const direct = { path: 'direct', transport: 'udp' } as const;
const relay = { path: 'relay', transport: 'udp' } as const;

/** How the call of an entry went; of a call that nobody placed nothing is known. */
export function recordOf(callId: CallId): Result<CallRecord> {
  const entry = entries.find((each) => each.callId === callId);
  return entry === undefined ? fail('notFound') : ok(recordFor(entry));
}

function recordFor(entry: Entry): CallRecord {
  const { placedAt, endedAt: at, cause } = entry;
  const nothing: CallRecord = { placedAt, devicesRang: 0, moments: [], dropped: 0 };
  const end = { at, ...(cause !== undefined && { cause }) };
  switch (entry.label) {
    case 'answered':
      return entry.detail === 'connectionLost'
        ? { ...setUp(placedAt), moments: broken(placedAt, at), end: { ...end, reason: 'connectionLost' } }
        : { ...setUp(placedAt), end: { ...end, reason: 'hungUp', by: me.id } };
    case 'failed':
      return { ...setUp(placedAt), moments: attempts(placedAt), end: { ...end, reason: 'connectFailed' } };
    case 'declined':
      return { ...nothing, ...rang(placedAt), declinedOn: phone, end: { ...end, reason: 'declined' } };
    case 'noAnswer':
      return { ...nothing, ...rang(placedAt), end: { ...end, reason: 'noAnswer' } };
    case 'busy':
      return { ...nothing, end: { ...end, reason: 'busy' } };
    case 'canceled':
    case 'missed':
      return { ...nothing, end: { ...end, reason: 'unreachable' } };
  }
}

const computer = { form: 'computer', browser: 'Firefox' } as const;
const phone = { form: 'phone', browser: 'Safari' } as const;

function rang(placedAt: number): Pick<CallRecord, 'rangAt' | 'devicesRang' | 'rangOn'> {
  return { rangAt: placedAt + 140, devicesRang: 2, rangOn: [computer, phone] };
}

function setUp(placedAt: number): CallRecord {
  const [answeredAt, connectedAt] = [placedAt + 5_000, placedAt + 5_104];
  return {
    placedAt,
    ...rang(placedAt),
    answeredAt,
    answeredOn: phone,
    connectedAt,
    moments: [
      { kind: 'up', at: connectedAt, role: 'caller', route: direct },
      { kind: 'up', at: connectedAt + 30, role: 'callee', route: direct },
    ],
    dropped: 0,
  };
}

function attempts(placedAt: number): CallRecord['moments'] {
  return [
    { kind: 'down', at: placedAt + 15_000, role: 'caller', cause: 'connectTimeout' },
    { kind: 'down', at: placedAt + 20_000, role: 'callee', cause: 'iceFailed' },
  ];
}

/** Fails over once, is reloaded once, and breaks for good half a minute before the end. */
function broken(placedAt: number, endedAt: number): CallRecord['moments'] {
  const [movedAt, leftAt, brokenAt] = [placedAt + 64_000, placedAt + 190_000, endedAt - 30_000];
  return [
    ...setUp(placedAt).moments,
    { kind: 'up', at: movedAt, role: 'callee', route: relay, gapMs: 460, cause: 'silent' },
    { kind: 'up', at: movedAt + 90, role: 'caller', route: relay, gapMs: 410, cause: 'silent' },
    { kind: 'away', at: leftAt, role: 'callee' },
    { kind: 'back', at: leftAt + 1_300, role: 'callee' },
    { kind: 'up', at: leftAt + 2_100, role: 'caller', route: relay, gapMs: 2_040, cause: 'rejoining' },
    { kind: 'down', at: brokenAt, role: 'caller', cause: 'silent' },
    { kind: 'down', at: brokenAt + 200, role: 'callee', cause: 'silent' },
  ];
}
