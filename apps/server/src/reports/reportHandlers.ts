import { fail, ok, type Handlers, type RequestName, type UserId } from '@ringback/protocol';
import type { RequestContext } from '../devices/attachedDevices.ts';
import { KeyedTokenBucket, perDay } from '../platform/tokenBucket.ts';
import type { Storage } from '../storage/storage.ts';
import type { AuditLog } from '../moderation/auditLog.ts';
import type { ReportOperations } from './reportsSql.ts';

export interface ReportHandlerDeps {
  readonly storage: Storage<ReportOperations>;
  readonly isUser: (userId: UserId) => Promise<boolean>;
  readonly audit: AuditLog;
  readonly now: () => number;
}

/** So many reports of one user a day; the host must not drown in them. */
const reportRate = perDay(10);
/** The same for an address, which may be the NAT of an office: only the latest reports are kept. */
const addressRate = perDay(100);
const tooManyReports = 'You have sent many reports today. Try again tomorrow.';

/** Takes what users tell the host about others. */
export function reportHandlers(
  deps: ReportHandlerDeps,
): Pick<Handlers<RequestContext>, Extract<RequestName, `report:${string}`>> {
  const { storage, isUser, audit, now } = deps;
  const reports = new KeyedTokenBucket<UserId>(reportRate, now);
  const byAddress = new KeyedTokenBucket<string>(addressRate, now);
  return {
    'report:send': async ({ userId, origin }, { userId: peerId, reason, note, messages }) => {
      if (peerId === userId) return fail('badRequest');
      const retryAfterMs = reports.take(userId) || byAddress.take(origin.addressKey);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs, message: tooManyReports });
      if (!(await isUser(peerId))) return fail('notFound');
      await storage.run('reports:add', { userId, peerId, reason, note, messages, at: now() });
      audit.record({ kind: 'reported', userId });
      return ok({});
    },
  };
}
