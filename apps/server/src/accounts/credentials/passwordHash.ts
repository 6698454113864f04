import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** What argon2id costs: memory in KiB, passes over it, and lanes. */
interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's recommendation for argon2id: 19 MiB, 2 passes, 1 lane. Takes 30-50 ms. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;
/** The version of argon2 that Node implements: 1.3. */
const version = 19;

/** A hash as it is stored, a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`, in base64 without padding. */
export type PasswordHash = string;

/** A hash of no password. Verifying it takes as long as verifying any other. */
export const dummyHash: PasswordHash = phcOf(Buffer.alloc(saltBytes), Buffer.alloc(tagBytes));

/** Hashes a password with a fresh salt. The result holds the parameters, so that later ones can be higher. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(saltBytes);
  const tag = await derive(password, salt, cost, tagBytes);
  return phcOf(salt, tag);
}

function phcOf(salt: Buffer, tag: Buffer): PasswordHash {
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=${version}$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Whether a password belongs to a stored hash. A hash that cannot be read matches nothing. */
export async function verifyPassword(password: string, stored: PasswordHash): Promise<boolean> {
  const parts = parse(stored);
  if (parts === undefined) return false;
  const tag = await derive(password, parts.salt, parts.cost, parts.tag.length);
  return timingSafeEqual(tag, parts.tag);
}

/** Whether a hash was made with other parameters than today's. */
export function isOutdated(stored: PasswordHash): boolean {
  const parts = parse(stored);
  if (parts === undefined) return true;
  const { memory, passes, parallelism } = parts.cost;
  return memory !== cost.memory || passes !== cost.passes || parallelism !== cost.parallelism;
}

const phc =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/;

function parse(stored: PasswordHash): { cost: Cost; salt: Buffer; tag: Buffer } | undefined {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(stored) ?? [];
  if (salt === undefined || tag === undefined) return undefined;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function derive(password: string, nonce: Buffer, { memory, passes, parallelism }: Cost, tagLength: number) {
  return new Promise<Buffer>((resolve, reject) => {
    const parameters = { message: password, nonce, memory, passes, parallelism, tagLength };
    argon2('argon2id', parameters, (error, tag) => {
      if (error) reject(error);
      else resolve(tag);
    });
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
