import { bounds, fail, ok, viewOf, type Handlers } from '@ringback/protocol';
import type { SettingsOperations } from '../privacy/settingsSql.ts';
import { attach } from '../calls/callCommands.ts';
import type { Calls } from '../calls/calls.ts';
import type { AttachedDevices, RequestContext } from '../devices/attachedDevices.ts';
import type { LastSeen } from '../devices/lastSeen.ts';
import type { ProfileOperations } from '../devices/profilesSql.ts';
import type { SightingOperations } from '../devices/sightingsSql.ts';
import type { HistoryOperations } from '../history/historySql.ts';
import type { IceServerProvider } from '../ice/iceServerProvider.ts';
import type { UserCache } from '../people/userCache.ts';
import type { Storage } from '../storage/storage.ts';

export interface HelloDeps {
  readonly calls: Calls;
  readonly devices: AttachedDevices;
  readonly people: UserCache;
  readonly lastSeen: LastSeen;
  readonly storage: Storage<HistoryOperations & ProfileOperations & SettingsOperations & SightingOperations>;
  readonly relays: IceServerProvider;
  readonly now: () => number;
}

/**
 * Handles `session:hello`, the first request on every socket. It attaches the device, which gets all pushes from then
 * on, and answers with what the device missed while it was away. `session:time` is its time alone.
 */
export function helloHandler(
  deps: HelloDeps,
): Pick<Handlers<RequestContext>, 'session:hello' | 'session:time'> {
  const { calls, devices, people, lastSeen, storage, relays, now } = deps;
  return {
    'session:time': () => ok({ serverTime: now() }),
    'session:hello': async (by, { links = [], profile, kind }) => {
      by.kind = kind;
      by.profile = profile;
      devices.attach(by);
      lastSeen.see(by.deviceId);
      const [live, known, missed, settings] = await Promise.all([
        calls.submit(attach(by, links)),
        people.peopleOf([by.userId]),
        storage.run('history:missed', [by.userId]),
        storage.run('settings:of', by.userId),
        profile !== undefined &&
          storage.run('profiles:see', { userId: by.userId, profileId: profile, at: now() }),
        (profile !== undefined || kind !== undefined) &&
          storage.run('devices:identify', { deviceId: by.deviceId, profileId: profile, kind }),
      ]);
      devices.setBusyOnAnotherCall(by.userId, settings.busyOnAnotherCall);
      const me = known.get(by.userId);
      if (me === undefined) return fail('unauthorized');
      const views = live.flatMap((call) => viewOf(call, by) ?? []);
      return ok({
        me,
        device: { id: by.deviceId },
        calls: views.slice(0, bounds.liveCalls),
        settings,
        canRelay: relays.urlsFor(by.origin).some((url) => url.startsWith('turn')),
        missed: missed.get(by.userId) ?? 0,
        serverTime: now(),
      });
    },
  };
}
