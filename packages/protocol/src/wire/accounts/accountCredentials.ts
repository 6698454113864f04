import * as v from 'valibot';
import { Claim, SignedIn } from './account.ts';
import { SignInBrowser } from './sessions.ts';
import { PersonName } from '../names/names.ts';
import { NewPassword, Password } from './passwords.ts';
import { Count, Time } from '../base/values.ts';

/*
 * How people with an account sign in, and what they do with their account, over HTTP below `/api`. A user without an
 * account is a guest.
 */

/** The unique name that people find an account by, whatever its display name. */
export const Handle = v.pipe(
  v.string(),
  v.maxLength(200),
  v.transform((text) => text.trim().replace(/^@/, '').toLowerCase()),
  v.regex(/^[a-z0-9._-]{3,30}$/, 'Handles have 3 to 30 of these: a-z, 0-9, dot, hyphen, underscore.'),
);

/** The secret of an invitation, which is the fragment of `/join#{code}`. */
export const InvitationCode = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{22}$/, 'This invitation is not valid. Ask for a new one.'),
);

/** What someone types to sign in: a name or a handle. */
const NameOrHandle = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'Enter your name or handle.'),
  v.maxLength(400),
);

/** `POST /api/session/password`: signs in with a password. The answer is `SignedIn`. */
export const PasswordSignIn = v.strictObject({
  name: NameOrHandle,
  password: Password,
  claim: v.optional(Claim),
  ...SignInBrowser.entries,
});
export type PasswordSignIn = v.InferInput<typeof PasswordSignIn>;

/** `POST /api/session/recovery`: signs in with a recovery code, which is spent by it. The answer is `SignedIn`. */
export const RecoverySignIn = v.strictObject({
  name: NameOrHandle,
  code: v.pipe(v.string(), v.maxLength(100)),
  /** Sign out all other devices. */
  signOutOthers: v.boolean(),
  claim: v.optional(Claim),
  ...SignInBrowser.entries,
});
export type RecoverySignIn = v.InferInput<typeof RecoverySignIn>;

/** `POST /api/account`: turns the guest who asks into an account, and signs out their other devices. */
export const CreateAccountRequest = v.strictObject({
  password: NewPassword,
  handle: v.optional(Handle),
  invitation: v.optional(InvitationCode),
  claim: v.optional(Claim),
});
export type CreateAccountRequest = v.InferInput<typeof CreateAccountRequest>;

/** `POST /api/join`: a new user with an account. The answer is `Joined`. */
export const JoinRequest = v.strictObject({
  name: PersonName,
  ...CreateAccountRequest.entries,
  ...SignInBrowser.entries,
});
export type JoinRequest = v.InferInput<typeof JoinRequest>;

/** `PUT /api/account/password`. `old` is needed if there is a password. */
export const ChangePasswordRequest = v.strictObject({
  old: v.optional(Password),
  password: NewPassword,
  signOutOthers: v.boolean(),
});
export type ChangePasswordRequest = v.InferInput<typeof ChangePasswordRequest>;

/** `PUT /api/account/handle`; null gives the handle up. */
export const ChangeHandleRequest = v.strictObject({ handle: v.nullable(Handle) });
export type ChangeHandleRequest = v.InferInput<typeof ChangeHandleRequest>;

/** A passkey of an account, as its user sees it. */
export const PasskeyInfo = v.object({
  id: v.pipe(v.string(), v.maxLength(1_400)),
  name: v.pipe(v.string(), v.maxLength(80)),
  createdAt: Time,
  usedAt: v.optional(Time),
});
export type PasskeyInfo = v.InferOutput<typeof PasskeyInfo>;

/** What a user sees of their own account. */
export const OwnAccount = v.object({
  handle: v.optional(v.string()),
  since: Time,
  hasPassword: v.boolean(),
  recoveryCodesLeft: Count,
  passkeys: v.array(PasskeyInfo),
});
export type OwnAccount = v.InferOutput<typeof OwnAccount>;

/** `GET /api/account`, and the answer of changes: null for a guest. */
export const AccountState = v.object({ account: v.nullable(OwnAccount) });
export type AccountState = v.InferOutput<typeof AccountState>;

/** Recovery codes, which are shown once. */
export const RecoveryCodes = v.object({ account: OwnAccount, recoveryCodes: v.array(v.string()) });
export type RecoveryCodes = v.InferOutput<typeof RecoveryCodes>;

/** The answer of `POST /api/join`. */
export const Joined = v.object({ ...RecoveryCodes.entries, signedIn: SignedIn });
export type Joined = v.InferOutput<typeof Joined>;

const InvitationId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected an invitation'));

/** `POST /api/account/invitations`: how many people may use it, and for how many days. */
export const NewInvitationRequest = v.strictObject({
  uses: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100, 'Invite at most 100 people at once.')),
  days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30, 'Use at most 30 days.')),
});
export type NewInvitationRequest = v.InferOutput<typeof NewInvitationRequest>;

/** The answer: the code is told once. */
export const NewInvitation = v.object({ code: InvitationCode, expiresAt: Time });
export type NewInvitation = v.InferOutput<typeof NewInvitation>;

/** `GET /api/account/invitations`: the user's own that are still good. */
export const InvitationList = v.object({
  invitations: v.array(v.object({ id: InvitationId, usesLeft: Count, expiresAt: Time })),
});
export type InvitationList = v.InferOutput<typeof InvitationList>;

/** `POST /api/account/invitations/remove`. */
export const RemoveInvitationRequest = v.strictObject({ id: InvitationId });
export type RemoveInvitationRequest = v.InferInput<typeof RemoveInvitationRequest>;
