import { type CallId, errors } from '@ringback/protocol';
import type { Toast, ToastContent, CallsState } from '../state/callsState.ts';

/** Long enough to be noticed and read twice; at least four seconds are promised to other devices of a user. */
const toastDurationMs = 6_000;
/** More at once would cover the screen. */
const maxToasts = 3;

/** Said where a call was over before anything could be done. */
export const alreadyEnded: ToastContent = { kind: 'refused', message: errors.ended.message };

/** Said where the server could not be reached for too long. */
export const serverUnreachable: ToastContent = { kind: 'refused', message: errors.offline.message };

/** Says something that has just happened, for some seconds. */
export function showToast(state: CallsState, callId: CallId, content: ToastContent, now: number): CallsState {
  const shown: Toast = { ...content, id: toastId(content.kind, callId) };
  const others = state.toasts.filter((other) => !isRepeated(other.toast, content));
  const toasts = [...others, { toast: shown, untilMs: now + toastDurationMs }].slice(-maxToasts);
  return { ...state, toasts };
}

/** Two lines alike tell nothing more than one: the newer stands for both, also where it is about another call. */
function isRepeated(older: Toast, content: ToastContent): boolean {
  if (older.kind === 'refused' && content.kind === 'refused') return older.message === content.message;
  return older.kind === content.kind;
}

/** Corrects the duration that is shown of a call, if it still is: the server's word counts. */
export function correctDuration(state: CallsState, callId: CallId, durationMs: number): CallsState {
  const id = toastId('callEnded', callId);
  if (!state.toasts.some((shown) => shown.toast.id === id)) return state;
  const toasts = state.toasts.map((shown) =>
    shown.toast.id === id ? { ...shown, toast: { id, kind: 'callEnded', durationMs } as const } : shown,
  );
  return { ...state, toasts };
}

/** Takes remarks away that were shown long enough. */
export function dropExpiredToasts(state: CallsState, now: number): CallsState {
  if (!state.toasts.some(({ untilMs }) => untilMs <= now)) return state;
  return { ...state, toasts: state.toasts.filter(({ untilMs }) => untilMs > now) };
}

function toastId(kind: ToastContent['kind'], callId: CallId): string {
  return `${kind}:${callId}`;
}
