import type { Note } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attached.ts';

/** Tells the people of a note how it stands. */
export class NoteTelling {
  readonly #devices: AttachedDevices;

  constructor(devices: AttachedDevices) {
    this.#devices = devices;
  }

  /** `hidden`: the one whom it is for never hears of it. */
  changed(note: Note, hidden: boolean): void {
    this.#devices.pushToUser(note.from, 'note:changed', note);
    if (!hidden) this.#devices.pushToUser(note.to, 'note:changed', note);
  }
}
