import { randomUUID } from 'node:crypto';
import {
  bounds,
  fail,
  ok,
  RemovalId,
  type CallId,
  type CheckedPayload,
  type Entry,
  type Handlers,
  type RequestName,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { AttachedDevices, RequestContext } from '../devices/attachedDevices.ts';
import type { Storage } from '../storage/storage.ts';
import type { HistoryOperations } from './historySql.ts';

type HistoryRequest = Extract<RequestName, `history:${string}`>;

export interface HistoryHandlerDeps {
  readonly storage: Storage<HistoryOperations>;
  readonly devices: AttachedDevices;
  readonly now: () => number;
}

/** Handles requests about the user's own call history, and pushes each change to their other devices. */
export function historyHandlers(deps: HistoryHandlerDeps): Pick<Handlers<RequestContext>, HistoryRequest> {
  const { storage, devices, now } = deps;
  return {
    'history:list': async ({ userId }, { filter, peer, search, before, limit = bounds.historyPage }) => {
      const operation = search === undefined ? 'history:page' : 'history:search';
      return ok(await storage.run(operation, { userId, filter, peer, search, before, limit }));
    },
    'history:seen': async ({ userId, deviceId }, { callIds }) => {
      const seen = await storage.run('history:see', { userId, callIds });
      const missed = await missedCount(storage, userId);
      for (const entry of seen) devices.pushToUser(userId, 'history:changed', { ...entry, missed }, deviceId);
      return ok({ missed });
    },
    'history:delete': async ({ userId }, selection) => {
      const deleted = await deleteEntries(deps, userId, selection);
      const missed = await missedCount(storage, userId);
      // Including the device that made the request, because its conversations show calls, too.
      if (deleted !== undefined) devices.pushToUser(userId, 'history:removed', { ...deleted, missed });
      return ok({ missed });
    },
    'history:restore': async ({ userId }, { removal }) => {
      const since = now() - bounds.undoMs;
      const callIds = await storage.run('history:restore', { userId, removal, since });
      if (callIds.length === 0) return fail('notFound');
      const missed = await missedCount(storage, userId);
      const entries = await entriesForPush(storage, userId, callIds);
      devices.pushToUser(userId, 'history:restored', { ...entries, missed });
      return ok({ missed });
    },
  };
}

async function missedCount(storage: Storage<HistoryOperations>, userId: UserId): Promise<number> {
  return (await storage.run('history:missed', [userId])).get(userId) ?? 0;
}

/** Returns what was deleted, or undefined if nothing was. A request without a removal id cannot be undone. */
async function deleteEntries(
  { storage, now }: HistoryHandlerDeps,
  userId: UserId,
  selection: CheckedPayload<'history:delete'>,
): Promise<{ before: number } | { callIds: CallId[] } | undefined> {
  const { removal = v.parse(RemovalId, randomUUID()) } = selection;
  const common = { userId, removal, at: now() };
  if ('before' in selection) {
    const { before } = selection;
    const count = await storage.run('history:removeUntil', { ...common, placedAt: before });
    return count > 0 ? { before } : undefined;
  }
  const callIds = await storage.run('history:remove', { ...common, callIds: selection.callIds });
  return callIds.length > 0 ? { callIds } : undefined;
}

/** Leaves the entries out if they are too many for one push; clients then load their lists again. */
async function entriesForPush(
  storage: Storage<HistoryOperations>,
  userId: UserId,
  callIds: readonly CallId[],
): Promise<{ entries?: Entry[] }> {
  if (callIds.length > bounds.historyBatch) return {};
  return { entries: await storage.run('history:entries', { userId, callIds }) };
}
