import type { CallScreen } from '@ringback/client';
import type { ToneName } from './tones.ts';

/** What sounds as long as the screen stays as it is. */
export function lastingTone({ incoming, current }: CallScreen): ToneName | undefined {
  // In a call a second ring would drown the other person's voice.
  if (incoming !== null && current === null) return 'ringtone';
  return current?.status.kind === 'ringing' ? 'ringback' : undefined;
}

/** What sounds once as the screen turns from one state into another. */
export function passingTone(before: CallScreen, after: CallScreen): ToneName | undefined {
  if (before.current === null || after.current !== null) return undefined;
  if (after.outcome !== null && after.outcome.callId === before.current.id) {
    return after.outcome.reason === 'busy' ? 'busy' : 'ended';
  }
  return wasAnswered(before.current.phase) ? 'ended' : undefined;
}

function wasAnswered(phase: NonNullable<CallScreen['current']>['phase']): boolean {
  return phase === 'active' || phase === 'reconnecting' || phase === 'connecting';
}
