import type { Attack } from './attack.ts';
import { finds, requests } from './attacks/guests.ts';
import { connects, handshakes, silence, slowBodies, slowHeaders } from './attacks/strangers.ts';

/** All attacks by the names under which the command line takes them. */
export const attacks = {
  connects,
  handshakes,
  silence,
  slowHeaders,
  slowBodies,
  requests,
  finds,
} as const satisfies Record<string, Attack>;

export type AttackName = keyof typeof attacks;

export function isAttackName(name: string): name is AttackName {
  return Object.hasOwn(attacks, name);
}

/**
 * The chosen attacks, or all.
 * @throws {Error} for a name that no attack has.
 */
export function attackNames(chosen: readonly string[]): AttackName[] {
  const known = Object.keys(attacks).filter(isAttackName);
  const unknown = chosen.filter((name) => !isAttackName(name));
  if (unknown.length > 0) throw new Error(`There are only these attacks: ${known.join(', ')}.`);
  return chosen.length === 0 ? known : chosen.filter(isAttackName);
}
