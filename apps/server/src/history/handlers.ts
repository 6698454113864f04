import { bounds, ok, type CallId, type Handlers, type RequestName, type UserId } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attached.ts';
import type { Requester } from '../devices/requester.ts';
import type { Storage } from '../storage/operations.ts';

type HistoryRequest = Extract<RequestName, `history:${string}`>;

/** Answers the requests about the user's own call history, and keeps their other devices in step. */
export function historyHandlers(
  storage: Storage,
  devices: AttachedDevices,
): Pick<Handlers<Requester>, HistoryRequest> {
  const missedOf = async (userId: UserId): Promise<number> =>
    (await storage.run('history:missed', [userId])).get(userId) ?? 0;
  return {
    'history:list': async ({ userId }, { filter, peer, before, limit = bounds.historyPage }) => {
      return ok(await storage.run('history:page', { userId, filter, peer, before, limit }));
    },
    'history:seen': async ({ userId, deviceId }, { callIds }) => {
      const seen = await storage.run('history:see', { userId, callIds });
      const missed = await missedOf(userId);
      for (const entry of seen) devices.pushToUser(userId, 'history:changed', { ...entry, missed }, deviceId);
      return ok({ missed });
    },
    'history:delete': async ({ userId, deviceId }, what) => {
      await remove(storage, userId, what);
      const missed = await missedOf(userId);
      devices.pushToUser(userId, 'history:removed', { ...what, missed }, deviceId);
      return ok({ missed });
    },
  };
}

function remove(
  storage: Storage,
  userId: UserId,
  what: { callIds: CallId[] } | { before: number },
): Promise<void> {
  return 'before' in what
    ? storage.run('history:removeUntil', { userId, placedAt: what.before })
    : storage.run('history:remove', { userId, callIds: what.callIds });
}
