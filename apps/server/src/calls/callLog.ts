import type { Call, Phase } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { StoredBatch } from './callCommandBatcher.ts';
import type { TrackedCall } from './unitOfWork.ts';

/** Logs one line for each step in the life of the stored calls: ids, states and milliseconds, nothing personal. */
export function logSteps({ calls, at }: StoredBatch, log: Log): void {
  for (const tracked of calls) if (tracked.phases.length > 0) logStepsOf(tracked, at, log);
}

function logStepsOf({ call, readPhase, phases }: TrackedCall, at: number, log: Log): void {
  let from = readPhase;
  for (const phase of phases) {
    const outcome = phase === 'ended' ? outcomeOf(call) : {};
    log.info(
      { callId: call.id, from, to: phase, ...outcome, sincePlacedMs: at - call.placedAt },
      stepTo(phase, from),
    );
    from = phase;
  }
}

function stepTo(phase: Phase, from: Phase | undefined): string {
  switch (phase) {
    case 'calling':
      return 'call placed';
    case 'ringing':
      return 'call rang';
    case 'connecting':
      return 'call accepted';
    case 'active':
      return from === 'reconnecting' ? 'call media up again' : 'call media up';
    case 'reconnecting':
      return 'call reconnecting';
    case 'ended':
      return 'call ended';
  }
}

function outcomeOf(call: Call): { readonly reason?: string; readonly cause?: string } {
  if (call.phase !== 'ended') return {};
  const { reason, cause } = call.end;
  return cause === undefined ? { reason } : { reason, cause };
}
