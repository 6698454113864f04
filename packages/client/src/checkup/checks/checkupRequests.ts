import type { Data, Result } from '@ringback/protocol';
import type { SignalingClient } from '../../connection/signalingClient.ts';

/** What a check-up asks of the server. */
export interface CheckupRequests {
  /** The server's time; how long it takes is the round trip of the live connection. */
  readonly time: () => Promise<Result<Data<'session:time'>>>;
  /** Short-lived relay credentials for tests. */
  readonly relay: () => Promise<Result<Data<'checkup:relay'>>>;
}

/** Sends the requests of check-ups over the connection of this tab. */
export function createCheckupRequests({ request }: SignalingClient): CheckupRequests {
  return {
    time: () => request('session:time', {}),
    relay: () => request('checkup:relay', {}),
  };
}
