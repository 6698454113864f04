import type { Person } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { Storage } from '../storage/storage.ts';
import type { ContactOperations } from './contactsSql.ts';
import type { Acquaintance } from './peopleSql.ts';
import type { UserCache } from './userCache.ts';

/** What introductions work with. */
export interface ContactNotifierDeps {
  readonly storage: Storage<ContactOperations>;
  readonly people: UserCache;
  readonly devices: AttachedDevices;
}

/** Tells devices whom their users know from now on, and who goes by another name. */
export class ContactNotifier {
  readonly #deps: ContactNotifierDeps;

  constructor(deps: ContactNotifierDeps) {
    this.#deps = deps;
  }

  /** People have met, by a call or a message. */
  async met(acquaintances: readonly Acquaintance[]): Promise<void> {
    const { storage, devices } = this.#deps;
    for (const { userId, peerId } of acquaintances) {
      if (devices.ofUser(userId).length === 0) continue;
      const known = await storage.run('people:known', { userId, peerId });
      if (known !== undefined) devices.pushToUser(userId, 'people:changed', known);
    }
  }

  /** Somebody is another for others than before. Their own devices hear of it, too: also the one that asked for it. */
  async changed(person: Person): Promise<void> {
    const { storage, people, devices } = this.#deps;
    people.changed(person);
    devices.pushToUser(person.id, 'me:changed', person);
    for (const { userId, ...how } of await storage.run('people:knowing', person.id))
      devices.pushToUser(userId, 'people:changed', { ...person, ...how });
  }
}
