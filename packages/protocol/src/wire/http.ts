import * as v from 'valibot';
import { Token } from './account.ts';
import { DeviceId } from '../common/ids.ts';
import { PersonName } from './names.ts';
import { Person } from './people.ts';

/** A secret of a browser profile, by which it keeps the guest names it was first to use. */
export const Claim = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected a claim'));

/** `POST /api/session`: signs this tab in as a guest. */
export const SignInRequest = v.strictObject({ name: PersonName, claim: v.optional(Claim) });
export type SignInRequest = v.InferInput<typeof SignInRequest>;

/**
 * What a tab keeps of its sign-in, in `sessionStorage`. Also the answer of `POST /api/devices`, which gives a
 * duplicated tab a device and token of its own. `DELETE /api/session` takes the bearer's token back.
 */
export const SignedIn = v.object({
  token: Token,
  me: Person,
  device: v.object({ id: DeviceId }),
});
export type SignedIn = v.InferOutput<typeof SignedIn>;

/** `GET /api/config`, before sign-in: how guests may come in. */
export const PublicConfig = v.object({ guests: v.picklist(['open', 'on', 'off']) });
export type PublicConfig = v.InferOutput<typeof PublicConfig>;
