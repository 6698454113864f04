import type { Person } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { Storage } from '../storage/storage.ts';
import type { ContactOperations } from './contactsSql.ts';
import type { Acquaintance } from './peopleSql.ts';
import type { UserCache } from './userCache.ts';

export interface ContactNotifierDeps {
  readonly storage: Storage<ContactOperations>;
  readonly people: UserCache;
  readonly devices: AttachedDevices;
}

/** Pushes new acquaintances, and changed names and pictures, to the devices of everyone concerned. */
export class ContactNotifier {
  readonly #deps: ContactNotifierDeps;

  constructor(deps: ContactNotifierDeps) {
    this.#deps = deps;
  }

  /** Notifies each user of the person whom they called or wrote for the first time, or who called or wrote them. */
  async acquaintancesMade(acquaintances: readonly Acquaintance[]): Promise<void> {
    const { storage, devices } = this.#deps;
    for (const { userId, peerId } of acquaintances) {
      if (devices.ofUser(userId).length === 0) continue;
      const known = await storage.run('people:known', { userId, peerId });
      if (known !== undefined) devices.pushToUser(userId, 'people:changed', known);
    }
  }

  /** Notifies the person's own devices, including the one that made the change, and everyone who knows them. */
  async personChanged(person: Person): Promise<void> {
    const { storage, people, devices } = this.#deps;
    people.setPerson(person);
    devices.pushToUser(person.id, 'me:changed', person);
    for (const { userId, ...contact } of await storage.run('people:knowing', person.id))
      devices.pushToUser(userId, 'people:changed', { ...person, ...contact });
  }
}
