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
import { Buckets } from '../platform/tokenBucket.ts';
import type { Introductions } from '../people/introductions.ts';
import type { StoredPicture } from '../storage/accountOperations.ts';
import type { Storage } from '../storage/operations.ts';
import { looksLike } from './pictureType.ts';

/** What pictures work with. */
export interface PictureParts {
  readonly storage: Storage;
  readonly introductions: Introductions;
  readonly limits: Limits;
  readonly now: () => number;
}

const noPicture = fail('badRequest', { message: 'That is no picture of the type that it is said to be.' });

/** The pictures of people: one each, stored as they came, never looked into. */
export class Pictures {
  readonly #parts: PictureParts;
  /** Without it nobody can tell the address of a picture, even who has the picture. */
  readonly #key: string;
  readonly #byUser: Buckets<UserId>;

  private constructor(parts: PictureParts, key: string) {
    this.#parts = parts;
    this.#key = key;
    const perMinute = { size: parts.limits.profileChangesPerMinute, intervalMs: 60_000 };
    this.#byUser = new Buckets(perMinute, parts.now);
  }

  static async open(parts: PictureParts): Promise<Pictures> {
    const key = await parts.storage.run('secrets:keep', { name: 'pictures', fresh: newToken() });
    return new Pictures(parts, key);
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
    return this.#changed(await this.#parts.storage.run('pictures:keep', picture));
  }

  /** Takes a user's picture away. */
  async remove(userId: UserId): Promise<Result<Person>> {
    return this.#changed(await this.#parts.storage.run('pictures:remove', userId));
  }

  find(id: PictureId): Promise<StoredPicture | undefined> {
    return this.#parts.storage.run('pictures:byId', id);
  }

  async #changed(person: Person): Promise<Result<Person>> {
    await this.#parts.introductions.changed(person);
    return ok(person);
  }

  #idOf(userId: UserId, bytes: Buffer): PictureId {
    return v.parse(
      PictureId,
      createHmac('sha256', this.#key).update(userId).update(bytes).digest('base64url'),
    );
  }
}
