import type { Attack } from './attack.ts';
import { calls, finds, giants, histories, messages, requestFlood, requests } from './attacks/guests.ts';
import { lookUps, passwords, signIns } from './attacks/overHttp.ts';
import { allocations, noteOffers, subscriptions } from './attacks/rooms.ts';
import {
  connects,
  handshakes,
  pipelines,
  pongs,
  silence,
  slowBodies,
  slowHeaders,
} from './attacks/strangers.ts';

/** All attacks by the names under which the command line takes them. */
const attacks = {
  connects,
  handshakes,
  silence,
  slowHeaders,
  slowBodies,
  pongs,
  pipelines,
  signIns,
  lookUps,
  passwords,
  requests,
  histories,
  requestFlood,
  finds,
  giants,
  messages,
  calls,
  noteOffers,
  subscriptions,
  allocations,
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

export function attackOf(name: AttackName): Attack {
  return attacks[name];
}
