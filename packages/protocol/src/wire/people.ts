import * as v from 'valibot';
import { DisplayName } from './wireCall.ts';
import { UserId } from '../common/ids.ts';
import { PictureId } from './picture.ts';

/** Another user, as lists show them. */
export const Person = v.object({
  id: UserId,
  /** What others call them; two people may have the same. */
  name: DisplayName,
  /** The name they sign in with, where it is another one. It is nobody else's, and finds them for sure. */
  handle: v.exactOptional(DisplayName),
  /** Absent for who has chosen none. */
  picture: v.exactOptional(PictureId),
});
export type Person = v.InferOutput<typeof Person>;

/** What a user keeps of somebody they have added, for themself alone. */
export const Contact = v.object({
  /** What the user calls them, where that is not what they call themself. */
  name: v.exactOptional(DisplayName),
  isFavorite: v.boolean(),
});
export type Contact = v.InferOutput<typeof Contact>;

/** What may be changed of a contact; an empty name is theirs again. */
export interface ContactChange {
  readonly name?: string | undefined;
  readonly isFavorite?: boolean | undefined;
}

/** Somebody as one user knows them: who is neither a contact nor was ever talked to is not known any more. */
export const KnownPerson = v.object({
  ...Person.entries,
  /** Whether the two have called or written each other. */
  met: v.boolean(),
  contact: v.exactOptional(Contact),
});
export type KnownPerson = v.InferOutput<typeof KnownPerson>;

/** The name by which a person signs in. */
export function handleOf({ name, handle }: Pick<Person, 'name' | 'handle'>): string {
  return handle ?? name;
}
