import { randomUUID } from 'node:crypto';
import {
  bounds,
  fail,
  ok,
  RemovalId,
  type CallId,
  type CheckedPayload,
  type Handlers,
  type RequestName,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { RequestContext } from '../devices/requestContext.ts';
import type { Storage } from '../storage/storage.ts';
import type { HistoryOperations } from './historySql.ts';

type HistoryRequest = Extract<RequestName, `history:${string}`>;

/** What requests about the history work with. */
export interface HistoryHandlerDeps {
  readonly storage: Storage<HistoryOperations>;
  readonly devices: AttachedDevices;
  readonly now: () => number;
}

/** Answers the requests about the user's own call history, and keeps all their devices in step. */
export function historyHandlers(deps: HistoryHandlerDeps): Pick<Handlers<RequestContext>, HistoryRequest> {
  const { storage, devices, now } = deps;
  return {
    'history:list': async ({ userId }, { filter, peer, search, before, limit = bounds.historyPage }) =>
      ok(await storage.run('history:page', { userId, filter, peer, search, before, limit })),
    'history:seen': async ({ userId, deviceId }, { callIds }) => {
      const seen = await storage.run('history:see', { userId, callIds });
      const missed = await missedOf(storage, userId);
      for (const entry of seen) devices.pushToUser(userId, 'history:changed', { ...entry, missed }, deviceId);
      return ok({ missed });
    },
    'history:delete': async ({ userId }, wish) => {
      const gone = await remove(deps, userId, wish);
      const missed = await missedOf(storage, userId);
      // Also to the device that asked: its conversations show calls, too.
      if (gone !== undefined) devices.pushToUser(userId, 'history:removed', { ...gone, missed });
      return ok({ missed });
    },
    'history:restore': async ({ userId }, { removal }) => {
      const since = now() - bounds.undoMs;
      const callIds = await storage.run('history:restore', { userId, removal, since });
      if (callIds.length === 0) return fail('notFound');
      const missed = await missedOf(storage, userId);
      devices.pushToUser(userId, 'history:restored', { ...(await named(storage, userId, callIds)), missed });
      return ok({ missed });
    },
  };
}

async function missedOf(storage: Storage<HistoryOperations>, userId: UserId): Promise<number> {
  return (await storage.run('history:missed', [userId])).get(userId) ?? 0;
}

/** Returns what is gone, undefined if nothing is. Who gives no id for it cannot bring it back. */
async function remove(
  { storage, now }: HistoryHandlerDeps,
  userId: UserId,
  wish: CheckedPayload<'history:delete'>,
): Promise<{ before: number } | { callIds: CallId[] } | undefined> {
  const { removal = v.parse(RemovalId, randomUUID()) } = wish;
  const common = { userId, removal, at: now() };
  if ('before' in wish) {
    const { before } = wish;
    const count = await storage.run('history:removeUntil', { ...common, placedAt: before });
    return count > 0 ? { before } : undefined;
  }
  const callIds = await storage.run('history:remove', { ...common, callIds: wish.callIds });
  return callIds.length > 0 ? { callIds } : undefined;
}

/** The entries themselves, unless they are too many for one push. */
async function named(storage: Storage<HistoryOperations>, userId: UserId, callIds: readonly CallId[]) {
  if (callIds.length > bounds.historyBatch) return {};
  return { entries: await storage.run('history:entries', { userId, callIds }) };
}
