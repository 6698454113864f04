import type { DeviceId, DeviceKind, ProfileId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** What a device says about the browser it runs in. */
interface Identification {
  readonly deviceId: DeviceId;
  readonly profileId: ProfileId | undefined;
  readonly kind: DeviceKind | undefined;
}

/** The operations on what is known of signed-in devices: their browser, and when they were connected. */
export interface SightingOperations {
  /** Records the browser of a device. The first profile stays: signing a browser out must find all that it has. */
  'devices:identify': { input: Identification; output: void };
  'devices:seen': { input: { devices: readonly DeviceId[]; at: number }; output: void };
}

export function sightingOperations(db: Kysely<Tables>): OperationHandlers<SightingOperations> {
  return {
    'devices:identify': async ({ deviceId, profileId = null, kind }) => {
      const kindJson = kind === undefined ? null : JSON.stringify(kind);
      await db
        .updateTable('devices')
        .set((eb) => ({
          profileId: eb.fn.coalesce('profileId', eb.val(profileId)),
          kind: eb.fn.coalesce(eb.val(kindJson), 'kind'),
        }))
        .where('id', '=', deviceId)
        .where((eb) => eb.or([eb('profileId', 'is', null), eb('kind', 'is distinct from', kindJson)]))
        .execute();
    },
    'devices:seen': async ({ devices, at }) => {
      await db.updateTable('devices').set({ seenAt: at }).where('id', 'in', devices).execute();
    },
  };
}
