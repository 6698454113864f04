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
import type { ContactNotifier } from '../people/contactNotifier.ts';
import { newToken } from '../platform/secrets.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { SecretOperations } from '../storage/secretsSql.ts';
import type { Storage } from '../storage/storage.ts';
import type { PictureOperations, StoredPicture } from './picturesSql.ts';

export interface PicturesDeps {
  readonly storage: Storage<PictureOperations & SecretOperations>;
  readonly contactNotifier: ContactNotifier;
  readonly limits: Limits;
  readonly now: () => number;
}

const notAPicture = fail('badRequest', { message: 'That is no picture of the type that it is said to be.' });

/** The profile pictures: at most one per user, stored as they were uploaded, without decoding them. */
export class Pictures {
  readonly #deps: PicturesDeps;
  /** Keeps ids unguessable: without the key, even a copy of the picture does not give away its id. */
  readonly #idKey: string;
  readonly #changes: KeyedTokenBucket<UserId>;

  private constructor(deps: PicturesDeps, idKey: string) {
    this.#deps = deps;
    this.#idKey = idKey;
    this.#changes = new KeyedTokenBucket(perMinute(deps.limits.profileChangesPerMinute), deps.now);
  }

  static async open(deps: PicturesDeps): Promise<Pictures> {
    const idKey = await deps.storage.run('secrets:getOrCreate', { name: 'pictures', fresh: newToken() });
    return new Pictures(deps, idKey);
  }

  /** Counts a change of a user's picture. Returns 0, or in how many ms the user may make it. */
  takeChange(userId: UserId): number {
    return this.#changes.take(userId);
  }

  /** Replaces a user's picture, and notifies everyone who knows them. */
  async change(userId: UserId, type: PictureType, bytes: Buffer): Promise<Result<Person>> {
    if (!hasSignature(type, bytes)) return notAPicture;
    const id = this.#idOf(userId, bytes);
    const picture = { id, userId, type, bytes: bytes.toString('base64') };
    return this.#changed(await this.#deps.storage.run('pictures:set', picture));
  }

  async remove(userId: UserId): Promise<Result<Person>> {
    return this.#changed(await this.#deps.storage.run('pictures:remove', userId));
  }

  find(id: PictureId): Promise<StoredPicture | undefined> {
    return this.#deps.storage.run('pictures:byId', id);
  }

  async #changed(person: Person): Promise<Result<Person>> {
    await this.#deps.contactNotifier.personChanged(person);
    return ok(person);
  }

  #idOf(userId: UserId, bytes: Buffer): PictureId {
    const hash = createHmac('sha256', this.#idKey).update(userId).update(bytes).digest('base64url');
    return v.parse(PictureId, hash);
  }
}

interface SignaturePart {
  readonly at: number;
  readonly hex: string;
}

const signatures: { readonly [T in PictureType]: readonly SignaturePart[] } = {
  // RIFF, its length, and WEBP (RFC 9649, section 2).
  'image/webp': [
    { at: 0, hex: '52494646' },
    { at: 8, hex: '57454250' },
  ],
  // The start-of-image marker, and the first byte of the next marker (ITU T.81, annex B).
  'image/jpeg': [{ at: 0, hex: 'ffd8ff' }],
};

/** Whether bytes begin like a picture of a type. The browser that shows it decides whether it is valid. */
function hasSignature(type: PictureType, bytes: Buffer): boolean {
  return signatures[type].every(
    ({ at, hex }) => bytes.subarray(at, at + hex.length / 2).toString('hex') === hex,
  );
}
