import type {
  ClientToServerEvents,
  DeviceId,
  DeviceKind,
  ProfileId,
  Push,
  PushName,
  UserId,
} from '@ringback/protocol';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { RequestContext } from '../devices/requestContext.ts';
import type { RequestOrigin } from '../platform/requestOrigin.ts';
import type { TokenBucket } from './budget.ts';

/** What Socket.IO keeps with a socket. */
interface SocketData {
  deviceSocket?: DeviceSocket;
}

/** Which payload belongs to which push is held by `Session.push`; to the socket, each is one of them. */
type Pushes = { [N in PushName]: (payload: Push<PushName>) => void };

export type RingbackServer = Server<ClientToServerEvents, Pushes, DefaultEventsMap, SocketData>;
export type RingbackSocket = Socket<ClientToServerEvents, Pushes, DefaultEventsMap, SocketData>;

interface Who {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly origin: RequestOrigin;
}

/** One signed-in socket; kept small, for there are many of them. */
export class DeviceSocket implements RequestContext {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly origin: RequestOrigin;
  readonly budget: TokenBucket;
  kind: DeviceKind | undefined;
  profile: ProfileId | undefined;
  /** Requests refused in a row because they came too fast. */
  refusedInARow = 0;
  readonly #socket: RingbackSocket;

  constructor(socket: RingbackSocket, { userId, deviceId, origin }: Who, budget: TokenBucket) {
    this.#socket = socket;
    this.userId = userId;
    this.deviceId = deviceId;
    this.origin = origin;
    this.budget = budget;
  }

  push<N extends PushName>(name: N, payload: Push<N>): void {
    this.#socket.emit<PushName>(name, payload);
  }

  disconnect(): void {
    this.#socket.disconnect(true);
  }
}
