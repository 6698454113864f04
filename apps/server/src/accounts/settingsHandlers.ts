import { ok, type Handlers } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { RequestContext } from '../devices/requestContext.ts';
import type { Storage } from '../storage/storage.ts';
import type { SettingsOperations } from './settingsSql.ts';

/**
 * Changes the user's settings and tells all their devices. Also the one that asked: should its answer get lost, it
 * still learns what holds.
 */
export function settingsHandlers(
  storage: Storage<SettingsOperations>,
  devices: AttachedDevices,
): Pick<Handlers<RequestContext>, 'settings:set'> {
  return {
    'settings:set': async ({ userId }, change) => {
      const settings = await storage.run('settings:change', { userId, change });
      devices.pushToUser(userId, 'settings:changed', settings);
      return ok(settings);
    },
  };
}
