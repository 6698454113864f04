import { fail, ok, proofMs, type DeviceId, type Result, type UserId } from '@ringback/protocol';
import type { AuditLog } from '../../moderation/auditLog.ts';
import { KeyedTokenBucket, type Rate } from '../../platform/tokenBucket.ts';
import type { Storage } from '../../storage/storage.ts';
import type { AccountOperations, KnownDevice } from '../accountsSql.ts';
import { tooManyMessage } from './credentialSignIn.ts';
import type { CredentialOperations } from './credentialsSql.ts';
import { queueFullMs, type HashQueue } from './hashQueue.ts';
import { verifyPassword } from './passwordHash.ts';
import { recoveryCodeHash } from './recoveryCodes.ts';

export interface ProofDeps {
  readonly storage: Storage<AccountOperations & CredentialOperations>;
  readonly hashes: HashQueue;
  readonly audit: AuditLog;
  readonly now: () => number;
}

type Device = Pick<KnownDevice, 'userId' | 'deviceId'>;

/**
 * Wrong passwords and codes of a signed-in user, from whatever address: ten at once, then one every two minutes. An owner
 * whom a thief has used them up for signs in again instead, which counts as a proof.
 */
const wrongRate: Rate = { burst: 10, refill: 10, intervalMs: 20 * 60_000 };

const needed = "Confirm it's you first.";
const wrongPassword = 'That is not your password.';
const wrongCode = 'Wrong code. Each code works once.';

/** Why a device may not do what needs a proof; undefined if there was one in time. */
export async function proofRefusal(
  { storage, now }: { readonly storage: Storage<AccountOperations>; readonly now: () => number },
  deviceId: DeviceId,
): Promise<Result<never> | undefined> {
  const isProven = await storage.run('devices:isProven', { deviceId, since: now() - proofMs });
  return isProven ? undefined : fail('forbidden', { message: needed, needsProof: true });
}

/** Lets users prove on a signed-in device who they are, before they do what gives or ends access for good. */
export class Proofs {
  readonly #deps: ProofDeps;
  readonly #wrong: KeyedTokenBucket<UserId>;

  constructor(deps: ProofDeps) {
    this.#deps = deps;
    this.#wrong = new KeyedTokenBucket(wrongRate, deps.now);
  }

  /** Why a device may not do what needs a proof; undefined if there was one in time. */
  refusal({ deviceId }: Device): Promise<Result<never> | undefined> {
    return proofRefusal(this.#deps, deviceId);
  }

  async byPassword(device: Device, password: string): Promise<Result<undefined>> {
    const refusal = await this.passwordRefusal(device.userId, password);
    return refusal ?? this.accept(device);
  }

  /** Spends the code. */
  async byCode(device: Device, code: string): Promise<Result<undefined>> {
    const { storage, now } = this.#deps;
    const { userId } = device;
    const refusal = await this.#judged(userId, wrongCode, () =>
      storage.run('accounts:useCode', { userId, codeHash: recoveryCodeHash(code), at: now() }),
    );
    return refusal ?? this.accept(device);
  }

  /** Records a proof that was right. */
  async accept({ deviceId }: Device): Promise<Result<undefined>> {
    const { storage, now } = this.#deps;
    const isKept = await storage.run('devices:prove', { deviceId, at: now() });
    return isKept ? ok(undefined) : fail('unauthorized');
  }

  /** A passkey that was wrong: it is not limited, for it can't be guessed. */
  refused(userId: UserId, message: string): Result<never> {
    this.#deps.audit.record({ kind: 'wrongCredential', userId });
    // Not `unauthorized`, which would sign the tab out.
    return fail('forbidden', { message });
  }

  /** Why a password isn't accepted as the user's own; undefined if it is. */
  passwordRefusal(
    userId: UserId,
    password: string,
    message = wrongPassword,
  ): Promise<Result<never> | undefined> {
    const { storage, hashes } = this.#deps;
    return this.#judged(userId, message, async () => {
      const hash = await storage.run('accounts:passwordHash', userId);
      return hash === null ? false : hashes.run('known', () => verifyPassword(password, hash));
    });
  }

  /** Limits wrong tries. `judge` resolves to undefined if it had no time. */
  async #judged(
    userId: UserId,
    message: string,
    judge: () => Promise<boolean | undefined>,
  ): Promise<Result<never> | undefined> {
    const retryAfterMs = this.#wrong.take(userId);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs, message: tooManyMessage(retryAfterMs) });
    const isRight = await judge();
    if (isRight === false) return this.refused(userId, message);
    this.#wrong.take(userId, -1);
    return isRight === undefined ? fail('tooMany', { retryAfterMs: queueFullMs }) : undefined;
  }
}
