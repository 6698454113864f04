import {
  NewPasskeyOptions,
  PasskeySignInOptions,
  type PasskeyAssertion,
  type DeviceId,
  type PasskeyAttestation,
  type UserId,
} from '@ringback/protocol';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import * as v from 'valibot';
import { ExpiringMap } from '../../platform/expiringMap.ts';
import type { StoredPasskey } from './passkeysSql.ts';

const rpName = 'Ringback';
/** What a challenge was made for: signing in, a proof on a device, or a new passkey of a user. */
export type Purpose =
  | { readonly kind: 'signIn' }
  | { readonly kind: 'proof'; readonly deviceId: DeviceId }
  | { readonly kind: 'add'; readonly deviceId: DeviceId }
  /** The id that the new user will have. */
  | { readonly kind: 'join'; readonly userId: UserId; readonly name: string };

/** How long people have to unlock a passkey, or to scan a code with their phone. */
const challengeMs = 5 * 60_000;
/** More than are open at once in honest use. */
const mostChallenges = 10_000;

/** Ed25519, ES256 and RS256 (IANA COSE): what every authenticator has. Node still calls newer ones experimental. */
const algorithms = [-8, -7, -257];

/** A passkey that a browser made, without what the account adds. */
export type NewPasskey = Omit<StoredPasskey, 'name' | 'userId'>;

/** Makes challenges for browsers, and checks their answers (WebAuthn, sections 7.1 and 7.2). */
export class PasskeyCeremonies {
  readonly #rpId: string;
  readonly #challenges: ExpiringMap<Purpose>;
  readonly #now: () => number;

  constructor(rpId: string, now: () => number) {
    this.#rpId = rpId;
    this.#challenges = new ExpiringMap(challengeMs, mostChallenges, now);
    this.#now = now;
  }

  /** Lets the browser offer all its passkeys for this host, so that people need not type a name. */
  signInOptions(): Promise<PasskeySignInOptions> {
    return this.#assertionOptions([], { kind: 'signIn' });
  }

  /** Lets the browser offer the user's own passkeys only. */
  proofOptions(own: readonly StoredPasskey[], deviceId: DeviceId): Promise<PasskeySignInOptions> {
    return this.#assertionOptions(own, { kind: 'proof', deviceId });
  }

  async #assertionOptions(
    allowed: readonly StoredPasskey[],
    purpose: Purpose,
  ): Promise<PasskeySignInOptions> {
    const options = await generateAuthenticationOptions({
      rpID: this.#rpId,
      timeout: challengeMs,
      userVerification: 'preferred',
      allowCredentials: allowed.map(({ id, transports }) => ({ id, transports: transportsIn(transports) })),
    });
    this.#challenges.add(options.challenge, purpose);
    return v.parse(PasskeySignInOptions, options);
  }

  /** Asks for a passkey that is none of the `known` ones. */
  async newOptions(
    user: { readonly id: UserId; readonly name: string },
    known: readonly StoredPasskey[],
    purpose: Purpose,
  ): Promise<NewPasskeyOptions> {
    const options = await generateRegistrationOptions({
      rpName,
      rpID: this.#rpId,
      userName: user.name,
      userDisplayName: user.name,
      userID: new TextEncoder().encode(user.id),
      timeout: challengeMs,
      supportedAlgorithmIDs: algorithms,
      attestationType: 'none',
      excludeCredentials: known.map(({ id, transports }) => ({ id, transports: transportsIn(transports) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    });
    this.#challenges.add(options.challenge, purpose);
    return v.parse(NewPasskeyOptions, options);
  }

  /**
   * Checks a signature by a stored passkey; returns its new counter, or undefined if anything is wrong. `isExpected`:
   * whether the challenge was made for this.
   */
  async verify(
    assertion: PasskeyAssertion,
    passkey: StoredPasskey,
    origin: string,
    isExpected: (purpose: Purpose) => boolean,
  ): Promise<number | undefined> {
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: assertion,
        expectedChallenge: (challenge) => {
          const purpose = this.#challenges.take(challenge);
          return purpose !== undefined && isExpected(purpose);
        },
        expectedOrigin: origin,
        expectedRPID: this.#rpId,
        requireUserVerification: false,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
          counter: passkey.counter,
          transports: transportsIn(passkey.transports),
        },
      });
      return verified ? authenticationInfo.newCounter : undefined;
    } catch {
      // The library throws whatever does not hold, a counter that went back among it.
      return undefined;
    }
  }

  /** Checks a new passkey; undefined if anything is wrong. */
  async verifyNew(
    attestation: PasskeyAttestation,
    origin: string,
  ): Promise<{ readonly passkey: NewPasskey; readonly purpose: Purpose } | undefined> {
    let purpose: Purpose | undefined;
    try {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: attestation,
        expectedChallenge: (challenge) => (purpose = this.#challenges.take(challenge)) !== undefined,
        expectedOrigin: origin,
        expectedRPID: this.#rpId,
        requireUserVerification: false,
        supportedAlgorithmIDs: algorithms,
      });
      if (!verified || purpose === undefined) return undefined;
      const { credential } = registrationInfo;
      const passkey = {
        id: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: JSON.stringify(attestation.response.transports ?? []),
        rpId: this.#rpId,
        createdAt: this.#now(),
        usedAt: null,
      };
      return { passkey, purpose };
    } catch {
      return undefined;
    }
  }
}

function transportsIn(json: string): string[] {
  return v.parse(v.array(v.string()), JSON.parse(json));
}
