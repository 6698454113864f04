import { fail, insightDays, ok, Time, type Insight, type Result } from '@ringback/protocol';
import { Router, type Request, type RequestHandler } from 'express';
import * as v from 'valibot';
import { sendResult } from '../http/errorResponse.ts';
import type { Storage } from '../storage/storage.ts';
import { hourMs, hourOf } from './figures.ts';
import type { InsightRecorder } from './insightRecorder.ts';
import type { InsightOperations } from './insightSql.ts';

export interface InsightRouteDeps {
  readonly storage: Storage<InsightOperations>;
  readonly recorder: Pick<InsightRecorder, 'flush'>;
  /** Lets the host's requests pass. */
  readonly guard: RequestHandler;
  /** What the own relay may hold; undefined without one. */
  readonly relayLimits: Insight['relay'] | undefined;
}

/** An hour more than is kept, so that the last days up to this moment can be asked for. */
const maxHours = insightDays * 24 + 1;

const QueryTime = v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number), Time);
const Query = v.pipe(
  v.strictObject({ from: QueryTime, to: QueryTime }),
  v.check(({ from, to }) => from < to),
);

/** Serves `GET /api/insight?from&to`, both in ms since 1970: the figures of all hours between, also of those begun. */
export function insightRoutes(deps: InsightRouteDeps): Router {
  const router = Router();
  router.use(deps.guard);
  router.get('/', answerWith(deps));
  return router;
}

function answerWith(deps: InsightRouteDeps): RequestHandler {
  return async (request, response) => sendResult(response, await answer(request, deps));
}

async function answer(
  { query }: Request,
  { storage, recorder, relayLimits }: InsightRouteDeps,
): Promise<Result<Insight>> {
  const asked = v.safeParse(Query, query);
  if (!asked.success) return fail('badRequest', { message: 'Ask with from and to, in ms since 1970.' });
  const from = hourOf(asked.output.from);
  const to = hourOf(asked.output.to - 1) + 1;
  if (to - from > maxHours) return fail('badRequest', { message: `Ask for ${insightDays} days at most.` });
  const step = stepFor(to - from);
  await recorder.flush();
  const sums = await storage.run('insight:read', { from, to, step });
  return ok({
    from: from * hourMs,
    to: to * hourMs,
    stepMs: step * hourMs,
    rows: sums.map(({ step: index, ...rest }) => ({ at: (from + index * step) * hourMs, ...rest })),
    ...(relayLimits !== undefined && { relay: relayLimits }),
  });
}

/** About thirty steps at most: as many bars fit on a phone, and it bounds the answer. */
function stepFor(hours: number): number {
  if (hours <= 25) return 1;
  return hours <= 7 * 24 + 1 ? 6 : 24;
}
