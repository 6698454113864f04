import {
  isRetryable,
  type CarryingLink,
  type Data,
  type Payload,
  type RequestName,
  type Result,
} from '@ringback/protocol';

/** What the rest of the engine sees of the connection to the server. */
export interface SignalingClient {
  /**
   * Asks the server. Never rejects. Offline it fails at once with `offline`, and nothing is kept for later.
   * `offline` of a request that was on its way, and `unavailable` of one that was not answered in time, leave open
   * whether the server has done it.
   */
  readonly request: <N extends RequestName>(name: N, payload: Payload<N>) => Promise<Result<Data<N>>>;
}

/** What the server said to this device's hello, and when; the device counts as online from here on. */
export interface Attachment {
  readonly hello: Data<'session:hello'>;
  /** On this machine's clock, in ms. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** The links that this device named as carrying media. */
  readonly carried: readonly CarryingLink[];
}

/** Whether a request failed in a way after which it may be made again; the server may have carried it out. */
export function isOutcomeOpen(result: Result<unknown>): boolean {
  return !result.ok && isRetryable(result.error.code);
}
