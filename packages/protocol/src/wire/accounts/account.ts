import * as v from 'valibot';
import { DeviceId } from '../../common/ids.ts';
import { PersonName } from '../names/names.ts';
import { Person } from '../base/people.ts';
import { SignInBrowser } from './sessions.ts';

/** An opaque sign-in token: 32 random bytes in base64url. */
export const Token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected a token'));

/** What a socket presents before anything else. */
export const Handshake = v.object({
  token: Token,
  protocol: v.number(),
  /** This page shows a second call beside the one it is in. Pages of earlier builds do not. */
  secondCalls: v.fallback(v.optional(v.boolean(), false), false),
});
export type Handshake = v.InferOutput<typeof Handshake>;

/** Why a socket is refused before its first request, as the message of Socket.IO's `connect_error`. */
export const handshakeRefusals = ['unauthorized', 'forbidden', 'protocol', 'tooMany'] as const;
export type HandshakeRefusal = (typeof handshakeRefusals)[number];

/** The `data` of that `connect_error`. */
export const RefusalDetails = v.object({
  /** Whose sockets are too many, with `tooMany`. */
  limit: v.optional(v.picklist(['user'])),
  /** Why this user is refused, with `forbidden`: fit for display. */
  message: v.optional(v.pipe(v.string(), v.maxLength(400))),
});
export type RefusalDetails = v.InferOutput<typeof RefusalDetails>;

/** A secret of a browser profile, which reserves the guest names that the profile was first to use. */
export const Claim = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected a claim'));

/** `POST /api/session`: signs this tab in as a guest. */
export const SignInRequest = v.strictObject({
  name: PersonName,
  claim: v.optional(Claim),
  ...SignInBrowser.entries,
});
export type SignInRequest = v.InferInput<typeof SignInRequest>;

/**
 * What a tab keeps of its sign-in, in `sessionStorage`. Also the answer of `POST /api/devices`, which takes a
 * `SignInBrowser`, and gives a duplicated tab a device and token of its own. `DELETE /api/session` revokes the bearer's token.
 */
export const SignedIn = v.object({
  token: Token,
  me: Person,
  device: v.object({ id: DeviceId }),
});
export type SignedIn = v.InferOutput<typeof SignedIn>;

/** The secret of a one-time sign-in link, which is the fragment of `/sign-in#{code}`. */
export const SignInCode = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected a code'));

/** `POST /api/sign-in-link/look`: whom a link signs in, as a `Person`. The link stays valid. */
export const LookAtLinkRequest = v.strictObject({ code: SignInCode });
export type LookAtLinkRequest = v.InferInput<typeof LookAtLinkRequest>;

/** `POST /api/sign-in-link`: uses a link up. The answer is `SignedIn`. */
export const UseLinkRequest = v.strictObject({
  code: SignInCode,
  claim: v.optional(Claim),
  ...SignInBrowser.entries,
});
export type UseLinkRequest = v.InferInput<typeof UseLinkRequest>;

/** What people may read about the server's host: a contact (an address or a sentence), and two web pages. */
export const HostInfo = v.object({
  contact: v.optional(v.string()),
  privacyUrl: v.optional(v.string()),
  imprintUrl: v.optional(v.string()),
});
export type HostInfo = v.InferOutput<typeof HostInfo>;

/** How the browser that asks can sign in, beside guests. */
export const SignInWays = v.object({
  /** `invite`: becoming an account needs an invitation. */
  accounts: v.picklist(['open', 'invite']),
  /** The host that passkeys belong to, or why this browser cannot use them here. */
  passkeys: v.union([v.object({ rpId: v.string() }), v.object({ reason: v.string() })]),
  /** People with an account may invite others. */
  invites: v.optional(v.boolean()),
  /** The name of the provider of OpenID Connect, if one is set up. */
  oidc: v.optional(v.object({ name: v.string() })),
});
export type SignInWays = v.InferOutput<typeof SignInWays>;

/** `GET /api/config`, before sign-in: who may sign in and how, who owns a guest's name, and who runs the server. */
export const PublicConfig = v.object({
  guests: v.picklist(['open', 'on', 'off']),
  host: v.optional(HostInfo),
  // A server of the build before has no accounts.
  ways: v.optional(SignInWays),
});
export type PublicConfig = v.InferOutput<typeof PublicConfig>;
