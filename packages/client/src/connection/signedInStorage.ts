import { Claim, ProfileId, SignedIn } from '@ringback/protocol';
import * as v from 'valibot';
import type { KeyValueStorage, Random } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';

const signedInKey = 'ringback.signedIn';
const claimKey = 'ringback.claim';
const profileKey = 'ringback.profile';

/** Reads what this tab kept of its sign-in; undefined if there is nothing, or nothing usable. */
export function readSignedIn(storage: KeyValueStorage): SignedIn | undefined {
  return readJson(storage, signedInKey, SignedIn);
}

/** Keeps the sign-in for the next page of this tab. */
export function keepSignedIn(storage: KeyValueStorage, signedIn: SignedIn): void {
  storage.set(signedInKey, JSON.stringify(signedIn));
}

/** Leaves nothing for the next page of this tab to take up. */
export function forgetSignedIn(storage: KeyValueStorage): void {
  storage.remove(signedInKey);
}

/** The secret by which this browser profile keeps its guest names; made when first asked for. */
export function claimOf(storage: KeyValueStorage, random: Random): string {
  const kept = v.safeParse(Claim, storage.get(claimKey));
  if (kept.success) return kept.output;
  const claim = random.secret();
  storage.set(claimKey, claim);
  return claim;
}

/** By what the server knows this browser profile again, whoever signs in with it; made when first asked for. */
export function profileOf(storage: KeyValueStorage, random: Random): ProfileId {
  const kept = v.safeParse(ProfileId, storage.get(profileKey));
  if (kept.success) return kept.output;
  const profile = v.parse(ProfileId, random.uuid());
  storage.set(profileKey, profile);
  return profile;
}
