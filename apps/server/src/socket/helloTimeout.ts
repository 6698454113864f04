/** The share of the time limit after which a silent socket is closed, so that it is gone within the limit. */
export const patience = 0.8;

/** Detects sockets that do not say hello in time. One timer for all, because there may be tens of thousands. */
export class HelloTimeout<Socket> {
  /** When each socket connected, the oldest first. */
  readonly #connectedAt = new Map<Socket, number>();
  readonly #timeoutMs: number;
  readonly #now: () => number;
  readonly #onTimeout: (socket: Socket) => void;
  readonly #timer: NodeJS.Timeout;

  /** `onTimeout` is called for every watched socket; the caller checks whether it said hello in the meantime. */
  constructor(timeoutMs: number, now: () => number, onTimeout: (socket: Socket) => void) {
    this.#timeoutMs = patience * timeoutMs;
    this.#now = now;
    this.#onTimeout = onTimeout;
    this.#timer = setInterval(() => this.#check(), Math.ceil(timeoutMs / 20));
  }

  watch(socket: Socket): void {
    this.#connectedAt.set(socket, this.#now());
  }

  /** Stops watching a socket that has closed. */
  cancel(socket: Socket): void {
    this.#connectedAt.delete(socket);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const latest = this.#now() - this.#timeoutMs;
    for (const [socket, connectedAt] of this.#connectedAt) {
      if (connectedAt > latest) return;
      this.#connectedAt.delete(socket);
      this.#onTimeout(socket);
    }
  }
}
