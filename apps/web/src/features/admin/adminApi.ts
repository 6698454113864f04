import {
  adminCommands,
  fail,
  ok,
  type AdminCommandName,
  type AdminData,
  type AdminPayload,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';
import { hostRequest } from '../../engine/hostToken.ts';

/** Commands of the host, sent with a token. None rejects; `offline` means that the server did not answer. */
export interface AdminApi {
  /** Whether the token is right. */
  readonly open: () => Promise<Result<unknown>>;
  readonly run: <N extends AdminCommandName>(
    name: N,
    payload: AdminPayload<N>,
  ) => Promise<Result<AdminData<N>>>;
}

export function createAdminApi(token: string): AdminApi {
  return {
    open: () => hostRequest(token, '/api/admin'),
    async run(name, payload) {
      const answer = await hostRequest(token, `/api/admin/${name}`, {
        method: 'POST',
        body: JSON.stringify(payload),
      });
      return answer.ok ? readData(name, answer.data) : answer;
    },
  };
}

function readData<N extends AdminCommandName>(name: N, body: unknown): Result<AdminData<N>> {
  const schema: v.GenericSchema<unknown, AdminData<N>> = adminCommands[name].data;
  const data = v.safeParse(schema, body);
  return data.success ? ok(data.output) : fail('internal');
}
