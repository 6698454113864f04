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
import type { Requester } from '../devices/requester.ts';
import type { Arrival } from '../http/address.ts';
import type { Budget } from './budget.ts';

/** What Socket.IO keeps with a socket. */
interface SocketData {
  session?: Session;
}

/** Which payload belongs to which push is held by `Session.push`; to the socket, each is one of them. */
type Pushes = { [N in PushName]: (payload: Push<PushName>) => void };

export type RingbackServer = Server<ClientToServerEvents, Pushes, DefaultEventsMap, SocketData>;
export type RingbackSocket = Socket<ClientToServerEvents, Pushes, DefaultEventsMap, SocketData>;

interface Who {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly arrival: Arrival;
}

/** One signed-in socket; kept small, for there are many of them. */
export class Session implements Requester {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly arrival: Arrival;
  readonly budget: Budget;
  kind: DeviceKind | undefined;
  profile: ProfileId | undefined;
  /** Requests refused in a row because they came too fast. */
  refusedInARow = 0;
  readonly #socket: RingbackSocket;

  constructor(socket: RingbackSocket, { userId, deviceId, arrival }: Who, budget: Budget) {
    this.#socket = socket;
    this.userId = userId;
    this.deviceId = deviceId;
    this.arrival = arrival;
    this.budget = budget;
  }

  push<N extends PushName>(name: N, payload: Push<N>): void {
    this.#socket.emit<PushName>(name, payload);
  }

  dismiss(): void {
    this.#socket.disconnect(true);
  }
}
