import { bounds, ok, type CallId, type Handlers, type RequestName, type UserId } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attached.ts';
import type { Requester } from '../devices/requester.ts';
import type { HistoryStore } from '../storage/historyStore.ts';

type HistoryRequest = Extract<RequestName, `history:${string}`>;

/** Answers the requests about the user's own call history, and keeps their other devices in step. */
export function historyHandlers(
  history: HistoryStore,
  devices: AttachedDevices,
): Pick<Handlers<Requester>, HistoryRequest> {
  const missedOf = async (userId: UserId): Promise<number> =>
    (await history.missedOf([userId])).get(userId) ?? 0;
  return {
    'history:list': async ({ userId }, { filter, before, limit = bounds.historyPage }) => {
      const page = await history.page(userId, { filter, before, limit });
      return ok({ ...page, missed: await missedOf(userId) });
    },
    'history:seen': async ({ userId, deviceId }, { callIds }) => {
      const seen = await history.see(userId, callIds);
      const missed = await missedOf(userId);
      for (const entry of seen) devices.pushToUser(userId, 'history:changed', { ...entry, missed }, deviceId);
      return ok({ missed });
    },
    'history:delete': async ({ userId, deviceId }, what) => {
      await remove(history, userId, what);
      const missed = await missedOf(userId);
      devices.pushToUser(userId, 'history:removed', { ...what, missed }, deviceId);
      return ok({ missed });
    },
  };
}

function remove(
  history: HistoryStore,
  userId: UserId,
  what: { callIds: CallId[] } | { before: number },
): Promise<void> {
  return 'before' in what ? history.removeUntil(userId, what.before) : history.remove(userId, what.callIds);
}
