import { Claim, ProfileId, SignedIn, type SignInBrowser } from '@ringback/protocol';
import * as v from 'valibot';
import type { KeyValueStorage, PlatformPorts, Random } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';

const signedInKey = 'ringback.signedIn';
const claimKey = 'ringback.claim';
const profileKey = 'ringback.profile';

/** Returns the sign-in that this tab stored; undefined if there is none, or it cannot be read. */
export function readSignedIn(storage: KeyValueStorage): SignedIn | undefined {
  return readJson(storage, signedInKey, SignedIn);
}

/** Stores the sign-in for the next page of this tab. */
export function keepSignedIn(storage: KeyValueStorage, signedIn: SignedIn): void {
  storage.set(signedInKey, JSON.stringify(signedIn));
}

/** Deletes this tab's stored sign-in. */
export function forgetSignedIn(storage: KeyValueStorage): void {
  storage.remove(signedInKey);
}

/** The secret with which this browser profile claims its guest names; created on first use. */
export function claimOf(storage: KeyValueStorage, random: Random): string {
  const stored = v.safeParse(Claim, storage.get(claimKey));
  if (stored.success) return stored.output;
  const claim = random.secret();
  storage.set(claimKey, claim);
  return claim;
}

/** The id of this browser profile, the same for all users; created on first use. */
export function profileOf(storage: KeyValueStorage, random: Random): ProfileId {
  const stored = v.safeParse(ProfileId, storage.get(profileKey));
  if (stored.success) return stored.output;
  const profile = v.parse(ProfileId, random.uuid());
  storage.set(profileKey, profile);
  return profile;
}

/** What a sign-in says about this browser. */
export function signInBrowserOf({
  profileStorage,
  random,
  deviceKind: kind,
}: Pick<PlatformPorts, 'profileStorage' | 'random' | 'deviceKind'>): SignInBrowser {
  return { profile: profileOf(profileStorage, random), ...(kind !== undefined && { kind }) };
}
