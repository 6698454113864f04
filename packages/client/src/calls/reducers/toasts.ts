import { errors, type CallId } from '@ringback/protocol';
import type { CallsState } from '../state/callsState.ts';
import type { Toast, ToastContent } from '../state/toast.ts';

/** Long enough to notice and read twice; other devices of a user promise at least four seconds. */
const toastDurationMs = 6_000;
/** The end of a call is seen on the card before, too. */
const endToastDurationMs = 4_000;
/** More would cover the screen. */
const maxToasts = 3;

/** Shown when a call was over before the action could take effect. */
export const alreadyEnded: ToastContent = { kind: 'refused', message: errors.ended.message };

/** Shown when the server was unreachable for too long. */
export const serverUnreachable: ToastContent = { kind: 'refused', message: errors.offline.message };

/** Shows a toast for some seconds. */
export function showToast(state: CallsState, callId: CallId, content: ToastContent, now: number): CallsState {
  const toast: Toast = { ...content, id: toastId(content.kind, callId) };
  const others = state.toasts.filter((other) => !isRepeated(other.toast, content));
  const durationMs = isAboutEnd(toast) ? endToastDurationMs : toastDurationMs;
  const toasts = [...others, { toast, untilMs: now + durationMs }].slice(-maxToasts);
  return { ...state, toasts };
}

function isAboutEnd({ kind }: ToastContent): boolean {
  return kind === 'callEnded' || kind === 'canceled';
}

/** The end of the last call is no news any more once another one begins or rings. */
export function dropEndOfLastCall(before: CallsState, state: CallsState): CallsState {
  const isOver = ({ toast }: CallsState['toasts'][number]): boolean =>
    isAboutEnd(toast) && before.toasts.some((older) => older.toast.id === toast.id);
  if (!state.toasts.some(isOver) || !hasNewCall(before, state)) return state;
  return { ...state, toasts: state.toasts.filter((entry) => !isOver(entry)) };
}

function hasNewCall(before: CallsState, { currentCall, incomingCalls }: CallsState): boolean {
  const rang = (state: Pick<CallsState, 'incomingCalls'>): number =>
    state.incomingCalls.filter(({ sinceMs }) => sinceMs !== undefined).length;
  if (rang({ incomingCalls }) > rang(before)) return true;
  const known = [before.currentCall?.key, before.heldCall?.key];
  return currentCall !== null && !known.includes(currentCall.key);
}

/** Two equal lines say no more than one: the newer toast replaces the older one, even of another call. */
function isRepeated(older: Toast, content: ToastContent): boolean {
  if (older.kind === 'refused' && content.kind === 'refused') return older.message === content.message;
  return older.kind === content.kind;
}

/** Replaces the duration in a toast that is still shown with the server's value. */
export function correctDuration(state: CallsState, callId: CallId, durationMs: number): CallsState {
  const id = toastId('callEnded', callId);
  if (!state.toasts.some((entry) => entry.toast.id === id)) return state;
  const toasts = state.toasts.map((entry) =>
    entry.toast.id === id ? { ...entry, toast: { id, kind: 'callEnded', durationMs } as const } : entry,
  );
  return { ...state, toasts };
}

export function dropExpiredToasts(state: CallsState, now: number): CallsState {
  if (!state.toasts.some(({ untilMs }) => untilMs <= now)) return state;
  return { ...state, toasts: state.toasts.filter(({ untilMs }) => untilMs > now) };
}

function toastId(kind: ToastContent['kind'], callId: CallId): string {
  return `${kind}:${callId}`;
}
