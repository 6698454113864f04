import { fail, type Data, type Payload, type RequestName, type Result } from '@ringback/protocol';
import { retryDelayMs } from '../platform/backoff.ts';
import type { SessionSocket, SessionSocketOptions } from './socket.ts';
import type { SignalingClient } from './signalingClient.ts';

/** Fetches the code of the connection: of no use before somebody is signed in, and a ninth of all a page loads. */
export async function loadSocket(): Promise<typeof SessionSocket> {
  return (await import('./socket.ts')).SessionSocket;
}

/** Fetches that code ahead of its use. Failing is no matter yet. */
export function preloadSocket(): void {
  void loadSocket().catch(() => undefined);
}

/**
 * The connection of a signed-in tab, which opens once its code is there. While that cannot be fetched the server
 * cannot be reached, and attempts go on, until it is closed.
 */
export class LazySocket implements SignalingClient {
  readonly #options: SessionSocketOptions;
  readonly #load: () => Promise<typeof SessionSocket>;
  #socket: SessionSocket | undefined;
  #isClosed = false;
  #cancelRetry: () => void = () => {};

  constructor(options: SessionSocketOptions, load = loadSocket) {
    this.#options = options;
    this.#load = load;
    void this.#open(0);
  }

  readonly request = <N extends RequestName>(name: N, payload: Payload<N>): Promise<Result<Data<N>>> =>
    this.#socket?.request(name, payload) ?? Promise.resolve(fail('offline'));

  /** Leaves for good. */
  close(): void {
    this.#isClosed = true;
    this.#cancelRetry();
    this.#socket?.close();
  }

  async #open(attempt: number): Promise<void> {
    const code = await this.#load().catch(() => undefined);
    if (this.#isClosed) return;
    if (code === undefined) this.#failed(attempt);
    else this.#socket = new code(this.#options);
  }

  #failed(attempt: number): void {
    const { clock, random, onDetached } = this.#options;
    if (attempt === 0) onDetached();
    const delayMs = retryDelayMs(attempt, random.fraction());
    this.#cancelRetry = clock.after(delayMs, () => void this.#open(attempt + 1));
  }
}
