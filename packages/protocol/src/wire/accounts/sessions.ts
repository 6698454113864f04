import * as v from 'valibot';
import { ProfileId } from '../../common/ids.ts';
import { DeviceKindSchema, Time } from '../base/values.ts';

/** What a sign-in says about its browser, so that the tabs of one browser are one item of the list of devices. */
export const SignInBrowser = v.strictObject({
  profile: v.optional(ProfileId),
  kind: v.optional(DeviceKindSchema),
});
export type SignInBrowser = v.InferOutput<typeof SignInBrowser>;

/** A browser in which a user is signed in, opaque to clients. */
export const SessionId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/), v.brand('SessionId'));
export type SessionId = v.InferOutput<typeof SessionId>;

/** A browser in which a user is signed in, with all its tabs. */
export const Session = v.object({
  id: SessionId,
  /** Absent if none of its tabs has said. */
  kind: v.optional(DeviceKindSchema),
  /** The first sign-in of those that last. */
  firstSeenAt: Time,
  lastSeenAt: Time,
  /** Whether a tab of it is connected now. */
  isConnected: v.boolean(),
  /** Whether it is the browser that asks. */
  isThis: v.boolean(),
});
export type Session = v.InferOutput<typeof Session>;

/**
 * `GET /api/sessions`: where the bearer's user is signed in, this browser first. `DELETE /api/sessions/:id` signs one
 * browser out, `DELETE /api/sessions` all but the bearer's own.
 */
export const SessionList = v.object({ sessions: v.array(Session) });
export type SessionList = v.InferOutput<typeof SessionList>;

/**
 * Why the server signed a device out. `elsewhere`: the user did, on another device. `account`: the guest became an
 * account on another device. `host`: the host of the server did. `suspended`, `deleted`: the account is. `deleting`: it will
 * be, unless its user signs in again.
 */
export const sessionEndReasons = [
  'elsewhere',
  'account',
  'host',
  'suspended',
  'deleting',
  'deleted',
] as const;
export type SessionEndReason = (typeof sessionEndReasons)[number];

/** What a page that was signed out says. */
export const sessionEndTexts: { readonly [R in SessionEndReason]: string } = {
  elsewhere: 'You were signed out on another device.',
  account: 'This name is an account now. Sign in to it to go on.',
  host: 'The host of this server signed you out.',
  suspended: 'This account is suspended. Ask the host of this server.',
  deleting: 'Your account will be deleted in 7 days. Sign in before then to keep it.',
  deleted: 'This account was deleted.',
};

/**
 * `DELETE /api/data`: deletes the bearer's user. A guest is deleted at once, an account after 7 days in which signing in
 * restores it. An account needs a proof, as in `proofs.ts`. `GET /api/data` is all that is stored, as a file of JSON.
 */
