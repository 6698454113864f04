import {
  adminCommands,
  fail,
  ok,
  WireError,
  type AdminCommandName,
  type AdminData,
  type AdminPayload,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';

/** Commands of the host, sent with a token. None rejects; `offline` means that the server did not answer. */
export interface AdminApi {
  /** Whether the token is right. */
  readonly open: () => Promise<Result<unknown>>;
  readonly run: <N extends AdminCommandName>(
    name: N,
    payload: AdminPayload<N>,
  ) => Promise<Result<AdminData<N>>>;
}

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const timeoutMs = 30_000;

export function createAdminApi(token: string, fetch: Fetch): AdminApi {
  const ask = async (path: string, init: RequestInit): Promise<Result<unknown>> => {
    try {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(path, { ...init, headers, cache: 'no-store', signal });
      const body: unknown = response.status === 204 ? null : await response.json();
      return response.ok ? ok(body) : failure(body);
    } catch {
      return fail('offline');
    }
  };
  return {
    open: () => ask('/api/admin', {}),
    async run(name, payload) {
      const answer = await ask(`/api/admin/${name}`, { method: 'POST', body: JSON.stringify(payload) });
      return answer.ok ? readData(name, answer.data) : answer;
    },
  };
}

function readData<N extends AdminCommandName>(name: N, body: unknown): Result<AdminData<N>> {
  const schema: v.GenericSchema<unknown, AdminData<N>> = adminCommands[name].data;
  const data = v.safeParse(schema, body);
  return data.success ? ok(data.output) : fail('internal');
}

function failure(body: unknown): Result<never> {
  const parsed = v.safeParse(v.object({ error: WireError }), body);
  return parsed.success ? { ok: false, error: parsed.output.error } : fail('unavailable');
}
