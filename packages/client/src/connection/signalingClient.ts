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
  /** The server cannot be reached; attempts go on. `reason`: why, where that is known. */
  | { readonly state: 'offline'; readonly reason?: OfflineReason }
  /** The server speaks another version of the protocol: the page must be reloaded. */
  | { readonly state: 'outdated' };

/**
 * Why a tab is offline. `tooManyTabs`: the user has as many connections as the server allows. `serverBusy`: the server answers,
 * but takes no more connections now. `noWebsockets`: it answers over HTTP, but websockets do not get through.
 */
export type OfflineReason = 'tooManyTabs' | 'serverBusy' | 'noWebsockets';

/** How the rest of the engine talks to the server. */
export interface SignalingClient {
  /**
   * Sends a request. Never rejects. Offline it fails at once with `offline`, and nothing is sent later. If a request
   * fails on its way with `offline` or `unavailable`, the server may have carried it out.
   */
  readonly request: <N extends RequestName>(name: N, payload: Payload<N>) => Promise<Result<Data<N>>>;
}

/** The server's answer to this device's hello, and its timing; from here on the device is online. */
export interface Attachment {
  readonly hello: Data<'session:hello'>;
  /** On this machine's clock, in ms. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** The links that this device reported as carrying media. */
  readonly carried: readonly CarryingLink[];
}

/** Whether a request may or may not have been carried out, or may simply be made again. */
export function isOutcomeUnknown(result: Result<unknown>): boolean {
  return !result.ok && isRetryable(result.error.code);
}
