import { createHash } from 'node:crypto';
import { SessionId, type DeviceId, type UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import * as v from 'valibot';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** A signed-in device, as the list of browsers needs it. */
export type SessionDevice = Omit<Tables['devices'], 'userId' | 'tokenHash' | 'provenAt'>;

/** Which browsers of a user are signed out. `others`: all but that of a device. `otherTabs`: also the other tabs of that. */
export type SignOutReach =
  | { readonly kind: 'one'; readonly id: SessionId }
  | { readonly kind: 'others' | 'otherTabs'; readonly than: DeviceId }
  | { readonly kind: 'all' };

/** The operations on the browsers in which users are signed in. */
export interface SessionOperations {
  'sessions:devices': { input: UserId; output: SessionDevice[] };
  /**
   * Signs browsers out: deletes their devices, and what a browser gets while all its tabs are closed. Returns the devices;
   * undefined if the one that asks is signed out itself.
   */
  'sessions:signOut': {
    input: { userId: UserId; reach: SignOutReach; by?: DeviceId | undefined };
    output: DeviceId[] | undefined;
  };
}

export function sessionOperations(db: Kysely<Tables>): OperationHandlers<SessionOperations> {
  return {
    'sessions:devices': (userId) => devicesOf(db, userId),
    'sessions:signOut': ({ userId, reach, by }) =>
      db.transaction().execute((trx) => signOut(trx, userId, reach, by)),
  };
}

/** The id of a browser: that of its profile, or of its one device. A hash, because a profile's id is its browser's alone. */
export function sessionIdOf(userId: UserId, device: Pick<SessionDevice, 'id' | 'profileId'>): SessionId {
  const key = device.profileId === null ? `device ${device.id}` : `profile ${userId} ${device.profileId}`;
  return v.parse(SessionId, createHash('sha256').update(key).digest('base64url').slice(0, 22));
}

function devicesOf(db: Kysely<Tables>, userId: UserId): Promise<SessionDevice[]> {
  return db
    .selectFrom('devices')
    .select(['id', 'createdAt', 'seenAt', 'profileId', 'kind'])
    .where('userId', '=', userId)
    .execute();
}

async function signOut(
  trx: Transaction<Tables>,
  userId: UserId,
  reach: SignOutReach,
  by: DeviceId | undefined,
): Promise<DeviceId[] | undefined> {
  const all = await devicesOf(trx, userId);
  if (by !== undefined && !all.some(({ id }) => id === by)) return undefined;
  const leaving = devicesIn(userId, all, reach);
  const gone = leaving.map(({ id }) => id);
  if (gone.length > 0) await trx.deleteFrom('devices').where('id', 'in', gone).execute();
  const kept = all.filter((device) => !leaving.includes(device));
  await endPush(trx, userId, leaving, { kept, isStrict: reach.kind !== 'one' });
  await forgetProfiles(trx, userId, leaving);
  return gone;
}

function devicesIn(userId: UserId, all: readonly SessionDevice[], reach: SignOutReach): SessionDevice[] {
  switch (reach.kind) {
    case 'all':
      return [...all];
    case 'one':
      return all.filter((device) => sessionIdOf(userId, device) === reach.id);
    case 'otherTabs':
      return all.filter(({ id }) => id !== reach.than);
    case 'others': {
      const own = all.find(({ id }) => id === reach.than);
      const kept = own && sessionIdOf(userId, own);
      return all.filter((device) => sessionIdOf(userId, device) !== kept);
    }
  }
}

/** Ends push for all browsers but those of the kept devices. */
async function endPush(
  trx: Transaction<Tables>,
  userId: UserId,
  leaving: readonly SessionDevice[],
  { kept, isStrict }: { kept: readonly SessionDevice[]; isStrict: boolean },
): Promise<void> {
  const keptProfiles = kept.flatMap(({ profileId }) => profileId ?? []);
  // A device from before profiles were recorded may be in any of them.
  const isKnown = isStrict || kept.every(({ profileId }) => profileId !== null);
  await trx
    .deleteFrom('pushSubscriptions')
    .where('userId', '=', userId)
    .where((eb) =>
      eb.or([
        isKnown
          ? eb('profileId', 'not in', keptProfiles)
          : eb(
              'profileId',
              'in',
              leaving.flatMap(({ profileId }) => profileId ?? []),
            ),
        // A tab may name any profile when it subscribes.
        eb(
          'subscribedBy',
          'in',
          leaving.map(({ id }) => id),
        ),
      ]),
    )
    .execute();
}

/** Notes are not kept for browsers that will not fetch them. */
async function forgetProfiles(
  trx: Transaction<Tables>,
  userId: UserId,
  leaving: readonly SessionDevice[],
): Promise<void> {
  const lost = leaving.flatMap(({ profileId }) => profileId ?? []);
  await trx.deleteFrom('profiles').where('userId', '=', userId).where('id', 'in', lost).execute();
}
