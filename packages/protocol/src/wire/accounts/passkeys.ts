import * as v from 'valibot';
import { Claim } from './account.ts';
import { SignInBrowser } from './sessions.ts';
import { Handle, InvitationCode, OwnAccount } from './accountCredentials.ts';
import { PersonName } from '../names/names.ts';

/*
 * Passkeys (WebAuthn, level 3): the server makes options with a challenge, the browser has them signed, and the server
 * checks the response.
 */

const Base64Url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/, 'Expected base64url'));
const bytes = (most: number) => v.pipe(Base64Url, v.maxLength(Math.ceil((most * 4) / 3)));
/** A credential id has at most 1,023 bytes (section 4). */
const CredentialId = bytes(1_023);
const Transport = v.picklist(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);
const Credential = v.object({
  id: v.string(),
  type: v.literal('public-key'),
  transports: v.exactOptional(v.array(Transport)),
});
const UserVerification = v.picklist(['discouraged', 'preferred', 'required']);

/** The options for signing in: `POST /api/session/passkey/options`. */
export const PasskeySignInOptions = v.object({
  challenge: v.string(),
  timeout: v.exactOptional(v.number()),
  rpId: v.exactOptional(v.string()),
  allowCredentials: v.exactOptional(v.array(Credential)),
  userVerification: v.exactOptional(UserVerification),
});
export type PasskeySignInOptions = v.InferOutput<typeof PasskeySignInOptions>;

/** The options for a new passkey: `POST /api/account/passkeys/options`, and `POST /api/join/passkey/options`. */
export const NewPasskeyOptions = v.object({
  rp: v.object({ name: v.string(), id: v.exactOptional(v.string()) }),
  user: v.object({ id: v.string(), name: v.string(), displayName: v.string() }),
  challenge: v.string(),
  pubKeyCredParams: v.array(v.object({ alg: v.number(), type: v.literal('public-key') })),
  timeout: v.exactOptional(v.number()),
  excludeCredentials: v.exactOptional(v.array(Credential)),
  authenticatorSelection: v.exactOptional(
    v.object({
      residentKey: v.exactOptional(UserVerification),
      requireResidentKey: v.exactOptional(v.boolean()),
      userVerification: v.exactOptional(UserVerification),
    }),
  ),
  attestation: v.exactOptional(v.picklist(['direct', 'enterprise', 'indirect', 'none'])),
});
export type NewPasskeyOptions = v.InferOutput<typeof NewPasskeyOptions>;

/** What the browser answers to `PasskeySignInOptions`. */
export const PasskeyAssertion = v.object({
  id: CredentialId,
  rawId: CredentialId,
  type: v.literal('public-key'),
  response: v.object({
    clientDataJSON: bytes(2_000),
    authenticatorData: bytes(8_000),
    // Those of post-quantum algorithms take some kB.
    signature: bytes(8_000),
    userHandle: v.exactOptional(bytes(64)),
  }),
  clientExtensionResults: v.object({}),
});
export type PasskeyAssertion = v.InferOutput<typeof PasskeyAssertion>;

/** What the browser answers to `NewPasskeyOptions`. */
export const PasskeyAttestation = v.object({
  id: CredentialId,
  rawId: CredentialId,
  type: v.literal('public-key'),
  response: v.object({
    clientDataJSON: bytes(2_000),
    attestationObject: bytes(8_000),
    transports: v.exactOptional(v.pipe(v.array(Transport), v.maxLength(7))),
  }),
  clientExtensionResults: v.object({}),
});
export type PasskeyAttestation = v.InferOutput<typeof PasskeyAttestation>;

/** `POST /api/session/passkey`: signs in with a passkey. The answer is `SignedIn`. */
export const PasskeySignIn = v.strictObject({
  assertion: PasskeyAssertion,
  claim: v.optional(Claim),
  ...SignInBrowser.entries,
});
export type PasskeySignIn = v.InferInput<typeof PasskeySignIn>;

/** What kind of device made a passkey, as its list shows it. */
const PasskeyName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

/** `POST /api/account/passkeys`: adds a passkey to the user's account; a guest becomes an account by it. */
export const AddPasskeyRequest = v.strictObject({
  attestation: PasskeyAttestation,
  name: PasskeyName,
  handle: v.optional(Handle),
  invitation: v.optional(InvitationCode),
  claim: v.optional(Claim),
});
export type AddPasskeyRequest = v.InferInput<typeof AddPasskeyRequest>;

/** The answer. The recovery codes are those of a new account. */
export const PasskeyAdded = v.object({
  account: OwnAccount,
  recoveryCodes: v.optional(v.array(v.string())),
});
export type PasskeyAdded = v.InferOutput<typeof PasskeyAdded>;

/** `POST /api/account/passkeys/remove`. */
export const RemovePasskeyRequest = v.strictObject({ id: CredentialId, signOutOthers: v.boolean() });
export type RemovePasskeyRequest = v.InferInput<typeof RemovePasskeyRequest>;

/** `POST /api/join/passkey/options`: the options for a new user's passkey. */
export const JoinOptionsRequest = v.strictObject({
  name: PersonName,
  invitation: v.optional(InvitationCode),
});
export type JoinOptionsRequest = v.InferInput<typeof JoinOptionsRequest>;

/** `POST /api/join/passkey`: a new user with an account and a passkey. The answer is `Joined`. */
export const JoinByPasskeyRequest = v.strictObject({
  ...AddPasskeyRequest.entries,
  user: PersonName,
  ...SignInBrowser.entries,
});
export type JoinByPasskeyRequest = v.InferInput<typeof JoinByPasskeyRequest>;
