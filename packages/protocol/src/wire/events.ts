import type { Result } from './errors.ts';
import type { Push, PushName } from './pushes.ts';
import type { CheckedPayload, Data, Payload, RequestName } from './requests.ts';

/** Socket.IO's map of what clients send: every message is a request with an acknowledgement. */
export type ClientToServerEvents = {
  [N in RequestName]: (payload: Payload<N>, ack: (result: Result<Data<N>>) => void) => void;
};

/** Socket.IO's map of what the server sends. */
export type ServerToClientEvents = { [N in PushName]: (payload: Push<N>) => void };

/** A complete server: one handler a request. Leaving one out, or misspelling one, does not compile. */
export type Handlers<Context> = {
  readonly [N in RequestName]: (
    context: Context,
    payload: CheckedPayload<N>,
  ) => Result<Data<N>> | Promise<Result<Data<N>>>;
};
