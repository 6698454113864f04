import type { Finding, Grade } from '@ringback/rtc';
import type { DeviceCall, Talking } from '../state/callsState.ts';
import { holdStateOf } from './selectHold.ts';

/** Why the other side hears nothing although this user is not muted. */
export type MicrophoneProblem = 'silent' | 'mutedBySystem';

/** The worst thing that is known to be wrong with a call that goes on. */
export type CallFinding =
  | Finding
  | { readonly kind: 'microphone'; readonly side: 'mine'; readonly problem: MicrophoneProblem }
  | { readonly kind: 'microphone'; readonly side: 'theirs' }
  /** The other side is muted, by its user or by its system. */
  | { readonly kind: 'muted'; readonly by: 'user' | 'system' };

/** How well a call works, in three steps, and what is wrong with it: one finding at a time. */
export interface CallQuality {
  readonly grade: Grade;
  readonly finding?: CallFinding;
}

/** Selects what is shown of a call's quality. */
export function selectQuality(call: DeviceCall, problem: MicrophoneProblem | undefined): CallQuality | null {
  const { stage } = call;
  if (stage.name !== 'talking' || stage.link.state !== 'up' || holdStateOf(call) !== 'none') return null;
  const finding = worstFinding(stage, problem);
  return { grade: stage.quality?.grade ?? 'good', ...(finding !== undefined && { finding }) };
}

/** A voice that can't be heard at all is worse than a weak network; a muted one is no fault. */
function worstFinding(
  { remoteInputs: { microphone }, quality }: Talking,
  problem: MicrophoneProblem | undefined,
): CallFinding | undefined {
  if (problem !== undefined) return { kind: 'microphone', side: 'mine', problem };
  if (microphone === 'silent') return { kind: 'microphone', side: 'theirs' };
  if (quality?.finding !== undefined) return quality.finding;
  if (microphone === 'muted') return { kind: 'muted', by: 'user' };
  return microphone === 'paused' ? { kind: 'muted', by: 'system' } : undefined;
}
