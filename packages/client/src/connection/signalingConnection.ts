import {
  fail,
  type Data,
  type Payload,
  type ProfileId,
  type RequestName,
  type Result,
} from '@ringback/protocol';
import { retryDelayMs } from '../platform/backoff.ts';
import type { SignalingClient } from './signalingClient.ts';
import type { SocketConnection, SocketConnectionOptions } from './socketConnection.ts';

/** Loads the code of the connection: unused before sign-in, and a ninth of the first load. */
export async function loadSocketConnection(): Promise<typeof SocketConnection> {
  return (await import('./socketConnection.ts')).SocketConnection;
}

/** Loads that code ahead of its use. A failure does not matter yet. */
export function preloadSocketConnection(): void {
  void loadSocketConnection().catch(() => undefined);
}

/** What all connections of this tab have in common, for every user. */
export interface SignalingConnectionOptions extends Omit<
  SocketConnectionOptions,
  'token' | 'profile' | 'deviceKind'
> {
  readonly deviceKind?: SocketConnectionOptions['deviceKind'];
  readonly profile: () => ProfileId;
}

/**
 * This tab's way to the server, from sign-in to sign-in. It connects once its code is loaded; while loading fails, the
 * server counts as unreachable and attempts go on.
 */
export class SignalingConnection implements SignalingClient {
  readonly #options: SignalingConnectionOptions;
  readonly #load: typeof loadSocketConnection;
  #socket: SocketConnection | undefined;
  /** Rises with each connect and disconnect, so that code that loads late opens nothing. */
  #turn = 0;
  #cancelRetry: () => void = () => {};

  constructor(options: SignalingConnectionOptions, load = loadSocketConnection) {
    this.#options = options;
    this.#load = load;
  }

  readonly request = <N extends RequestName>(name: N, payload: Payload<N>): Promise<Result<Data<N>>> =>
    this.#socket?.request(name, payload) ?? Promise.resolve(fail('offline'));

  /** Connects with a device's token, in place of an earlier one. */
  connect(token: string): void {
    this.disconnect();
    void this.#open(token, 0);
  }

  /** Closes the connection; nothing is reported afterwards. */
  disconnect(): void {
    this.#turn += 1;
    this.#cancelRetry();
    this.#socket?.close();
    this.#socket = undefined;
  }

  async #open(token: string, attempt: number): Promise<void> {
    const turn = this.#turn;
    const Connection = await this.#load().catch(() => undefined);
    if (turn !== this.#turn) return;
    if (Connection === undefined) return this.#retryLater(token, attempt);
    const { profile, deviceKind, ...options } = this.#options;
    this.#socket = new Connection({ ...options, deviceKind, token, profile: profile() });
  }

  #retryLater(token: string, attempt: number): void {
    const { clock, random, onDetached } = this.#options;
    if (attempt === 0) onDetached(undefined);
    const delayMs = retryDelayMs(attempt, random.fraction());
    this.#cancelRetry = clock.after(delayMs, () => void this.#open(token, attempt + 1));
  }
}
