import { ok, type Payload, type RemovalId, type Result } from '@ringback/protocol';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { Deletion } from './history.ts';

/** The effects of a deletion on the local lists. */
interface ListEffects {
  readonly restoreEntries: () => void;
  readonly removeAgain: () => void;
  /** Stores the number of unseen missed calls from the server. */
  readonly setUnseen: (unseen: number) => void;
}

/** Deletes on the server what the lists show as gone already: request after request, all under one removal. */
export function startDeletion(
  signaling: SignalingClient,
  removal: RemovalId,
  requests: readonly Payload<'history:delete'>[],
  { restoreEntries, removeAgain, setUnseen }: ListEffects,
): Deletion {
  async function restoreOnServer(): Promise<Result<unknown>> {
    const answer = await signaling.request('history:restore', { removal });
    if (answer.ok) setUnseen(answer.data.missed);
    return answer;
  }

  async function deleteOnServer(): Promise<Result<unknown>> {
    for (const [index, request] of requests.entries()) {
      const answer = await signaling.request('history:delete', request);
      if (answer.ok) {
        setUnseen(answer.data.missed);
        continue;
      }
      restoreEntries();
      // All or nothing: what earlier requests deleted comes back, too.
      if (index > 0) await restoreOnServer();
      return answer;
    }
    return ok({});
  }

  const outcome = deleteOnServer();
  return {
    outcome,
    undo: async () => {
      restoreEntries();
      if (!(await outcome).ok) return ok({});
      const answer = await restoreOnServer();
      if (!answer.ok) removeAgain();
      return answer;
    },
  };
}
