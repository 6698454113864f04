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
import type { RequestContext } from '../devices/attachedDevices.ts';
import type { RequestOrigin } from '../platform/origin/requestOrigin.ts';
import type { TokenBucket } from '../platform/tokenBucket.ts';

/** The data that Socket.IO stores with a socket. */
interface SocketData {
  deviceSocket?: DeviceSocket;
}

/** `DeviceSocket.push` matches each payload to its push; Socket.IO's types accept any of them for each. */
type Pushes = { [N in PushName]: (payload: Push<PushName>) => void };

export type RingbackServer = Server<ClientToServerEvents, Pushes, DefaultEventsMap, SocketData>;
export type RingbackSocket = Socket<ClientToServerEvents, Pushes, DefaultEventsMap, SocketData>;

interface Identity {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly origin: RequestOrigin;
  readonly guestSince: number | null;
  readonly showsSecondCalls: boolean;
  /** How many bytes its other end has not read yet. */
  readonly unreadBytes: () => number;
}

/** A few answers of the largest lists; what waits for all devices of a user takes memory. */
const fewBytes = 256 * 1024;

/** A signed-in socket. There are many, so it holds as little as possible. */
export class DeviceSocket implements RequestContext {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly origin: RequestOrigin;
  readonly guestSince: number | null;
  readonly requestBucket: TokenBucket;
  kind: DeviceKind | undefined;
  profile: ProfileId | undefined;
  readonly showsSecondCalls: boolean;
  takesSecondCalls = false;
  /** How many more requests may exceed the rate limit; undefined while none has. */
  refusals: TokenBucket | undefined;
  readonly #socket: RingbackSocket;
  readonly #unreadBytes: () => number;

  constructor(
    socket: RingbackSocket,
    { userId, deviceId, origin, guestSince, showsSecondCalls, unreadBytes }: Identity,
    requestBucket: TokenBucket,
  ) {
    this.#socket = socket;
    this.#unreadBytes = unreadBytes;
    this.userId = userId;
    this.deviceId = deviceId;
    this.origin = origin;
    this.guestSince = guestSince;
    this.showsSecondCalls = showsSecondCalls;
    this.requestBucket = requestBucket;
  }

  get isBehind(): boolean {
    return this.#unreadBytes() > fewBytes;
  }

  push<N extends PushName>(name: N, payload: Push<N>): void {
    this.#socket.emit<PushName>(name, payload);
  }

  disconnect(): void {
    this.#socket.disconnect(true);
  }
}
