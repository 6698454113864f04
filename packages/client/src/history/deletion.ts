import { ok, type Payload, type RemovalId, type Result } from '@ringback/protocol';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { Deletion } from './history.ts';

/** The effects of a deletion on the local lists. */
interface Effects {
  readonly putBack: () => void;
  readonly takeAgain: () => void;
  /** The server has counted the unseen missed calls. */
  readonly counted: (unseen: number) => void;
}

/** Deletes on the server what the lists show as gone already: request after request, all under one removal. */
export function startDeletion(
  signaling: SignalingClient,
  removal: RemovalId,
  requests: readonly Payload<'history:delete'>[],
  { putBack, takeAgain, counted }: Effects,
): Deletion {
  async function restore(): Promise<Result<unknown>> {
    const answer = await signaling.request('history:restore', { removal });
    if (answer.ok) counted(answer.data.missed);
    return answer;
  }

  async function tell(): Promise<Result<unknown>> {
    for (const [index, request] of requests.entries()) {
      const answer = await signaling.request('history:delete', request);
      if (answer.ok) {
        counted(answer.data.missed);
        continue;
      }
      putBack();
      // All or nothing: what earlier requests deleted comes back, too.
      if (index > 0) await restore();
      return answer;
    }
    return ok({});
  }

  const outcome = tell();
  return {
    outcome,
    undo: async () => {
      putBack();
      if (!(await outcome).ok) return ok({});
      const answer = await restore();
      if (!answer.ok) takeAgain();
      return answer;
    },
  };
}
