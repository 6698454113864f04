import { fail, UserId, type AdminPerson, type Result } from '@ringback/protocol';
import * as v from 'valibot';
import type { AttachedDevices } from '../../devices/attachedDevices.ts';
import type { Suspensions } from '../../moderation/suspensions.ts';
import type { Storage } from '../../storage/storage.ts';
import type { HostOperations, HostPersonRow, PeopleCursor } from './hostSql.ts';

export interface HostPeopleDeps {
  readonly storage: Storage<HostOperations>;
  readonly devices: AttachedDevices;
  readonly suspensions: Suspensions;
}

export const unknownUser = fail('notFound', {
  message: 'There is no such user. Name one by id, by the exact sign-in name, or by @handle.',
});

/** Users as the host sees them, and how the host names them. */
export class HostPeople {
  readonly #deps: HostPeopleDeps;

  constructor(deps: HostPeopleDeps) {
    this.#deps = deps;
  }

  async find(text: string): Promise<AdminPerson | undefined> {
    const row = await this.#deps.storage.run('host:user', text);
    return row && this.view(row);
  }

  /** Calls `act` with the user that a text names; answers `notFound` if there is none. */
  async with<Data>(text: string, act: (person: AdminPerson) => Promise<Result<Data>>): Promise<Result<Data>> {
    const person = await this.find(text);
    return person === undefined ? unknownUser : act(person);
  }

  /** The user as they are after a change. */
  async again(userId: UserId): Promise<Result<AdminPerson>> {
    const person = await this.find(userId);
    return person === undefined ? unknownUser : { ok: true, data: person };
  }

  view({ id, name, signInName, createdAt, seenAt, handle, accountSince }: HostPersonRow): AdminPerson {
    const note = this.#deps.suspensions.of(id);
    return {
      id,
      name,
      signInName,
      kind: accountSince === null ? 'guest' : 'account',
      ...(handle !== null && { handle }),
      createdAt,
      seenAt,
      isOnline: this.#deps.devices.ofUser(id).length > 0,
      ...(note !== undefined && {
        suspended: { at: note.at, ...(note.reason !== null && { reason: note.reason }) },
      }),
    };
  }
}

/** The end of a page as a text, which a client sends back for the next one. */
export function cursorText({ createdAt, id }: PeopleCursor): string {
  return `${createdAt}.${id}`;
}

export function cursorFrom(text: string): PeopleCursor | undefined {
  const [createdAt, id] = text.split('.');
  const isTime = createdAt !== undefined && /^\d{1,16}$/.test(createdAt);
  const userId = v.safeParse(UserId, id);
  return isTime && userId.success ? { createdAt: Number(createdAt), id: userId.output } : undefined;
}
