import * as v from 'valibot';
import { Claim } from './account.ts';
import { InvitationCode } from './accountCredentials.ts';
import { SignInBrowser } from './sessions.ts';

/*
 * Signing in through a provider of OpenID Connect. The tab keeps a secret and tells the server its hash; the server sends
 * the browser to the provider; the provider sends it back, and the server hands out a ticket in the fragment of the address.
 * Only the tab that has the secret can use the ticket, so no one can sign another person's tab in to their own account.
 */

const Secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected 32 bytes in base64url'));

/** `POST /api/session/oidc/start`. `binding`: SHA-256 of the tab's secret, in base64url. */
export const OidcStartRequest = v.strictObject({ binding: Secret });
export type OidcStartRequest = v.InferInput<typeof OidcStartRequest>;

/** The answer: the address of the provider to go to. */
export const OidcStart = v.object({ url: v.pipe(v.string(), v.url(), v.maxLength(4_000)) });
export type OidcStart = v.InferOutput<typeof OidcStart>;

/** `POST /api/session/oidc`: signs in with a ticket. A new person becomes an account. The answer is `SignedIn`. */
export const OidcSignIn = v.strictObject({
  ticket: Secret,
  secret: Secret,
  invitation: v.optional(InvitationCode),
  claim: v.optional(Claim),
  ...SignInBrowser.entries,
});
export type OidcSignIn = v.InferInput<typeof OidcSignIn>;
