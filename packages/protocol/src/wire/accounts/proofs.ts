import * as v from 'valibot';
import { PasskeyAssertion } from './passkeys.ts';
import { Password } from './passwords.ts';

/*
 * New recovery codes, another passkey, the first password of an account that has none, and deleting the account need a
 * proof on the device that asks: a sign-in there, or one of the following, at most `proofMs` ago. Otherwise the error is
 * `forbidden` with `needsProof`. So an open tab in wrong hands gives no lasting way in.
 */

/** For how long a sign-in or a proof counts, on its device alone. */
export const proofMs = 10 * 60_000;

/** `POST /api/account/proof`: the user proves who they are. A code is spent by it. The answer is `AccountState`. */
export const ProofRequest = v.variant('kind', [
  v.strictObject({ kind: v.literal('password'), password: Password }),
  v.strictObject({ kind: v.literal('code'), code: v.pipe(v.string(), v.maxLength(100)) }),
  /** The answer to the options of `POST /api/account/proof/options`, which are `PasskeySignInOptions`. */
  v.strictObject({ kind: v.literal('passkey'), assertion: PasskeyAssertion }),
]);
export type ProofRequest = v.InferInput<typeof ProofRequest>;
