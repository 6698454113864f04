import * as v from 'valibot';
import { DisplayName } from './call.ts';
import { UserId } from './ids.ts';
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

/** The name by which a person signs in. */
export function handleOf({ name, handle }: Pick<Person, 'name' | 'handle'>): string {
  return handle ?? name;
}
