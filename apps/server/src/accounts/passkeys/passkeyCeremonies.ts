import {
  NewPasskeyOptions,
  PasskeySignInOptions,
  type PasskeyAssertion,
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
/** What a challenge was made for: signing in, or a new passkey of a user. */
type Purpose =
  | { readonly kind: 'signIn' }
  | { readonly kind: 'add'; readonly userId: UserId }
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

  /** Lets the browser offer all its passkeys for this host, so that nobody has to type a name. */
  async signInOptions(): Promise<PasskeySignInOptions> {
    const options = await generateAuthenticationOptions({
      rpID: this.#rpId,
      timeout: challengeMs,
      userVerification: 'preferred',
    });
    this.#challenges.add(options.challenge, { kind: 'signIn' });
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

  /** Checks a signature by a stored passkey; returns its new counter, or undefined if anything is wrong. */
  async verify(
    assertion: PasskeyAssertion,
    passkey: StoredPasskey,
    origin: string,
  ): Promise<number | undefined> {
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: assertion,
        expectedChallenge: (challenge) => this.#challenges.take(challenge)?.kind === 'signIn',
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
