import { allowsNote, type Call, type Note, type UserId } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';

/** Whether a user is the caller or the callee of a call. */
export function isParty({ caller, callee }: Call, userId: UserId): boolean {
  return userId === caller.userId || userId === callee.userId;
}

/** Whether a user may leave a note after a call: only its caller, if it was not answered. */
export function mayLeaveNote(call: Call, userId: UserId): boolean {
  return call.phase === 'ended' && call.caller.userId === userId && allowsNote(call.end.reason);
}

/** Pushes notes to their two people. A note of a hidden caller is pushed to the caller only. */
export class NoteNotifier {
  readonly #devices: AttachedDevices;
  readonly #onLeft: (note: Note) => void;

  /** `onLeft` is called once a new note was pushed, unless it is hidden. */
  constructor(devices: AttachedDevices, onLeft: (note: Note) => void) {
    this.#devices = devices;
    this.#onLeft = onLeft;
  }

  /** Pushes a note whose upload is complete. */
  left(note: Note, hidden: boolean): void {
    this.changed(note, hidden);
    if (!hidden) this.#onLeft(note);
  }

  changed(note: Note, hidden: boolean): void {
    this.#devices.pushToUser(note.from, 'note:changed', note);
    if (!hidden) this.#devices.pushToUser(note.to, 'note:changed', note);
  }
}
