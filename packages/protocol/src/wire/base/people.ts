import * as v from 'valibot';
import { ruleNames } from '../../call/decisions/reach.ts';
import { UserId } from '../../common/ids.ts';
import { DisplayName } from '../names/names.ts';
import { Time } from './values.ts';

/**
 * Names a person's picture by a keyed hash of its bytes: a new picture gets a new id, so pictures can be cached forever,
 * and an id cannot be guessed. The id is also the address, `GET /api/pictures/:id`, because an `<img>` sends no token.
 */
export const PictureId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected a picture'),
  v.brand('PictureId'),
);
export type PictureId = v.InferOutput<typeof PictureId>;

/** What `PUT /api/pictures/mine` accepts: every browser shows both formats, and can produce at least one of them. */
export const pictureTypes = ['image/webp', 'image/jpeg'] as const;
export type PictureType = (typeof pictureTypes)[number];

/** What others see of an account; guests have none. */
export const PersonAccount = v.object({
  /** The unique name to find them by, if they chose one. */
  handle: v.exactOptional(v.pipe(v.string(), v.maxLength(30))),
  /** When they became an account. */
  since: Time,
});
export type PersonAccount = v.InferOutput<typeof PersonAccount>;

/** Another user, as lists show them. */
export const Person = v.object({
  id: UserId,
  /** What others call them; two people may have the same. */
  name: DisplayName,
  /** The unique name they sign in with, where it differs from `name`. */
  handle: v.exactOptional(DisplayName),
  /** Absent if they have chosen none. */
  picture: v.exactOptional(PictureId),
  /** Absent for guests, and in histories and calls. */
  account: v.exactOptional(PersonAccount),
});
export type Person = v.InferOutput<typeof Person>;

/** What a user stores about a person they have added, for themself only. */
export const Contact = v.object({
  /** The user's own name for them, where it differs from the person's. */
  name: v.exactOptional(DisplayName),
  isFavorite: v.boolean(),
});
export type Contact = v.InferOutput<typeof Contact>;

/** The parts of a contact to change. An empty name removes the user's own name for them. */
export interface ContactChange {
  readonly name?: string | undefined;
  readonly isFavorite?: boolean | undefined;
}

/** What one user has decided about another; private to that user. */
export const PersonRules = v.object(v.entriesFromList(ruleNames, v.boolean()));

export type PersonRules = v.InferOutput<typeof PersonRules>;

/** The rules to change; the others stay. */
export const RulesChange = v.strictObject(v.entriesFromList(ruleNames, v.optional(v.boolean())));
export type RulesChange = v.InferOutput<typeof RulesChange>;

/** A person as one user knows them: a contact, someone they talked to, or about whom they have rules. */
export const KnownPerson = v.object({
  ...Person.entries,
  /** Whether the two have called or written each other. */
  met: v.boolean(),
  contact: v.exactOptional(Contact),
  /** What the user has decided about them; absent if nothing. */
  rules: v.exactOptional(PersonRules),
});
export type KnownPerson = v.InferOutput<typeof KnownPerson>;

/** The name with which a person signs in. */
export function handleOf({ name, handle }: Pick<Person, 'name' | 'handle'>): string {
  return handle ?? name;
}
