import type { Note } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';

/** Tells the people of a note how it stands. */
export class NoteNotifier {
  readonly #devices: AttachedDevices;
  readonly #onLeft: (note: Note) => void;

  /** `onLeft`: a note was told to those who are here. */
  constructor(devices: AttachedDevices, onLeft: (note: Note) => void) {
    this.#devices = devices;
    this.#onLeft = onLeft;
  }

  /** It is all there. `hidden`: the one whom it is for never hears of it. */
  left(note: Note, hidden: boolean): void {
    this.changed(note, hidden);
    if (!hidden) this.#onLeft(note);
  }

  /** `hidden`: the one whom it is for never hears of it. */
  changed(note: Note, hidden: boolean): void {
    this.#devices.pushToUser(note.from, 'note:changed', note);
    if (!hidden) this.#devices.pushToUser(note.to, 'note:changed', note);
  }
}
