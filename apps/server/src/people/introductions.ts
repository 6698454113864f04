import type { Person, UserId } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attached.ts';
import type { Acquaintance, Storage } from '../storage/operations.ts';
import type { PeopleMemory } from './peopleMemory.ts';

/** What introductions work with. */
export interface IntroductionParts {
  readonly storage: Storage;
  readonly people: PeopleMemory;
  readonly devices: AttachedDevices;
}

/** Tells devices whom their users know from now on, and who goes by another name. */
export class Introductions {
  readonly #parts: IntroductionParts;

  constructor(parts: IntroductionParts) {
    this.#parts = parts;
  }

  /** People have met, by a call or a message. */
  async met(acquaintances: readonly Acquaintance[]): Promise<void> {
    const { people, devices } = this.#parts;
    const told = acquaintances.filter(({ userId }) => devices.ofUser(userId).length > 0);
    const known = await people.peopleOf(told.map(({ peerId }) => peerId));
    for (const { userId, peerId } of told) {
      const person = known.get(peerId);
      if (person !== undefined) devices.pushToUser(userId, 'people:changed', person);
    }
  }

  /** Somebody is another for others than before. Their own devices hear of it, too: also the one that asked for it. */
  async changed(person: Person): Promise<void> {
    const { storage, people, devices } = this.#parts;
    people.changed(person);
    devices.pushToUser(person.id, 'me:changed', person);
    const knowing: readonly UserId[] = await storage.run('people:knowing', person.id);
    for (const userId of knowing) devices.pushToUser(userId, 'people:changed', person);
  }
}
