import { fail, ok, type Handlers, type Limits, type RequestName, type UserId } from '@ringback/protocol';
import type { AttachedDevices, RequestContext } from '../devices/attachedDevices.ts';
import type { AuditLog } from '../moderation/auditLog.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { PrivacyCache } from '../privacy/privacyCache.ts';
import type { Storage } from '../storage/storage.ts';
import type { AccountOperations } from './accountsSql.ts';
import type { SettingsOperations } from '../privacy/settingsSql.ts';

type AccountRequest = Extract<RequestName, `me:${string}` | `settings:${string}`>;

export interface AccountHandlerDeps {
  readonly storage: Storage<AccountOperations & SettingsOperations>;
  readonly devices: AttachedDevices;
  readonly contactNotifier: ContactNotifier;
  readonly privacy: PrivacyCache;
  readonly audit: AuditLog;
  readonly limits: Limits;
  readonly now: () => number;
}

const nameTaken = 'Somebody else signs in with that name. Choose another one.';

/** Handles requests about the user's own account: the name that others see, and the settings. */
export function accountHandlers(deps: AccountHandlerDeps): Pick<Handlers<RequestContext>, AccountRequest> {
  const { storage, devices, contactNotifier, privacy, audit, limits, now } = deps;
  const renames = new KeyedTokenBucket<UserId>(perMinute(limits.profileChangesPerMinute), now);
  return {
    'me:rename': async ({ userId }, { name }) => {
      const retryAfterMs = renames.take(userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const person = await storage.run('users:rename', { userId, name });
      if (person === undefined) return fail('conflict', { message: nameTaken });
      await contactNotifier.personChanged(person);
      audit.record({ kind: 'renamed', userId });
      return ok(person);
    },
    'settings:set': async ({ userId }, change) => {
      const settings = await storage.run('settings:change', { userId, change });
      privacy.setSettings(userId, settings);
      devices.setBusyOnAnotherCall(userId, settings.busyOnAnotherCall);
      // Including the device that made the request, because its answer may get lost.
      devices.pushToUser(userId, 'settings:changed', settings);
      return ok(settings);
    },
  };
}
