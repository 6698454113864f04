import {
  isRetryable,
  type CarryingLink,
  type Data,
  type Payload,
  type RequestName,
  type Result,
} from '@ringback/protocol';

/** The state of this tab's connection to the server. */
export type Connection =
  /** Signed out: nothing to connect. */
  | { readonly state: 'idle' }
  /** The first attempt after sign-in or a reload is under way. */
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  /** The server cannot be reached; attempts go on. */
  | { readonly state: 'offline' }
  /** The server speaks another version of the protocol: the page must be reloaded. */
  | { readonly state: 'outdated' };

/** How the rest of the engine talks to the server. */
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

/** Whether a request may or may not have been carried out, or may simply be made again. */
export function isOutcomeUnknown(result: Result<unknown>): boolean {
  return !result.ok && isRetryable(result.error.code);
}
