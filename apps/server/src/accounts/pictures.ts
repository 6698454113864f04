import { createHmac } from 'node:crypto';
import {
  fail,
  ok,
  PictureId,
  type Limits,
  type Person,
  type PictureType,
  type Result,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import { newToken } from '../platform/secrets.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import type { Storage } from '../storage/storage.ts';
import type { SecretOperations } from '../storage/secretsSql.ts';
import type { PictureOperations, StoredPicture } from './picturesSql.ts';
import { looksLike } from './pictureType.ts';

/** What pictures work with. */
export interface PicturesDeps {
  readonly storage: Storage<PictureOperations & SecretOperations>;
  readonly contactNotifier: ContactNotifier;
  readonly limits: Limits;
  readonly now: () => number;
}

const noPicture = fail('badRequest', { message: 'That is no picture of the type that it is said to be.' });

/** The pictures of people: one each, stored as they came, never looked into. */
export class Pictures {
  readonly #deps: PicturesDeps;
  /** Without it nobody can tell the address of a picture, even who has the picture. */
  readonly #key: string;
  readonly #byUser: KeyedTokenBucket<UserId>;

  private constructor(deps: PicturesDeps, key: string) {
    this.#deps = deps;
    this.#key = key;
    const perMinute = { size: deps.limits.profileChangesPerMinute, intervalMs: 60_000 };
    this.#byUser = new KeyedTokenBucket(perMinute, deps.now);
  }

  static async open(deps: PicturesDeps): Promise<Pictures> {
    const key = await deps.storage.run('secrets:keep', { name: 'pictures', fresh: newToken() });
    return new Pictures(deps, key);
  }

  /** In how many ms a user may change their picture; 0 for now, and then it counts. */
  waitMs(userId: UserId): number {
    return this.#byUser.take(userId);
  }

  /** Takes a picture in place of the one that a user had, and tells everybody who knows them. */
  async change(userId: UserId, type: PictureType, bytes: Buffer): Promise<Result<Person>> {
    if (!looksLike(type, bytes)) return noPicture;
    const id = this.#idOf(userId, bytes);
    const picture = { id, userId, type, bytes: bytes.toString('base64') };
    return this.#changed(await this.#deps.storage.run('pictures:keep', picture));
  }

  /** Takes a user's picture away. */
  async remove(userId: UserId): Promise<Result<Person>> {
    return this.#changed(await this.#deps.storage.run('pictures:remove', userId));
  }

  find(id: PictureId): Promise<StoredPicture | undefined> {
    return this.#deps.storage.run('pictures:byId', id);
  }

  async #changed(person: Person): Promise<Result<Person>> {
    await this.#deps.contactNotifier.changed(person);
    return ok(person);
  }

  #idOf(userId: UserId, bytes: Buffer): PictureId {
    return v.parse(
      PictureId,
      createHmac('sha256', this.#key).update(userId).update(bytes).digest('base64url'),
    );
  }
}
