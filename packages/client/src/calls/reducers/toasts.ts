import { type CallId, errors } from '@ringback/protocol';
import type { Remark, Word } from '../selectors/callScreen.ts';
import type { CallsState } from '../state/callsState.ts';

/** Long enough to be noticed and read twice; at least four seconds are promised to other devices of a user. */
const shownForMs = 6_000;
/** More at once would cover the screen. */
const mostAtOnce = 3;

/** Said where a call was over before anything could be done. */
export const wordEnded: Word = { kind: 'refused', message: errors.ended.message };

/** Said where the server could not be reached for too long. */
export const wordOffline: Word = { kind: 'refused', message: errors.offline.message };

/** Says something that has just happened, for some seconds. */
export function remark(state: CallsState, callId: CallId, word: Word, now: number): CallsState {
  const shown: Remark = { ...word, id: remarkId(word.kind, callId) };
  const others = state.remarks.filter((other) => !isSaidAgain(other.remark, word));
  const remarks = [...others, { remark: shown, untilMs: now + shownForMs }].slice(-mostAtOnce);
  return { ...state, remarks };
}

/** Two lines alike tell nothing more than one: the newer stands for both, also where it is about another call. */
function isSaidAgain(older: Remark, word: Word): boolean {
  if (older.kind === 'refused' && word.kind === 'refused') return older.message === word.message;
  return older.kind === word.kind;
}

/** Corrects the duration that is shown of a call, if it still is: the server's word counts. */
export function correctDuration(state: CallsState, callId: CallId, durationMs: number): CallsState {
  const id = remarkId('callEnded', callId);
  if (!state.remarks.some((shown) => shown.remark.id === id)) return state;
  const remarks = state.remarks.map((shown) =>
    shown.remark.id === id ? { ...shown, remark: { id, kind: 'callEnded', durationMs } as const } : shown,
  );
  return { ...state, remarks };
}

/** Takes remarks away that were shown long enough. */
export function dropOldRemarks(state: CallsState, now: number): CallsState {
  if (!state.remarks.some(({ untilMs }) => untilMs <= now)) return state;
  return { ...state, remarks: state.remarks.filter(({ untilMs }) => untilMs > now) };
}

function remarkId(kind: Word['kind'], callId: CallId): string {
  return `${kind}:${callId}`;
}
