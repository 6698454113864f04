import { fail, Insight, ok, type Result } from '@ringback/protocol';
import * as v from 'valibot';
import { hostRequest } from '../../engine/hostToken.ts';

export interface InsightApi {
  /** The figures of the last hours. Never rejects; `offline` means that the server did not answer. */
  readonly read: (hours: number) => Promise<Result<Insight>>;
}

const hourMs = 60 * 60 * 1000;

export function createInsightApi(token: string, now: () => number = Date.now): InsightApi {
  return {
    async read(hours) {
      const to = now();
      const answer = await hostRequest(token, `/api/insight?from=${to - hours * hourMs}&to=${to}`);
      if (!answer.ok) return answer;
      const insight = v.safeParse(Insight, answer.data);
      return insight.success ? ok(insight.output) : fail('internal');
    },
  };
}
