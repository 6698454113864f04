/** Looks, after a while, whether sockets have said hello. One timer for all of them, for there may be tens of thousands. */
export class HelloTimeout<Socket> {
  /** Since when each is awaited, the oldest first. */
  readonly #awaited = new Map<Socket, number>();
  readonly #patienceMs: number;
  readonly #now: () => number;
  readonly #onSilence: (socket: Socket) => void;
  readonly #timer: NodeJS.Timeout;

  constructor(patienceMs: number, now: () => number, onSilence: (socket: Socket) => void) {
    this.#patienceMs = patienceMs;
    this.#now = now;
    this.#onSilence = onSilence;
    this.#timer = setInterval(() => this.#look(), Math.ceil(patienceMs / 5));
  }

  await(socket: Socket): void {
    this.#awaited.set(socket, this.#now());
  }

  /** It left. */
  settle(socket: Socket): void {
    this.#awaited.delete(socket);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const latest = this.#now() - this.#patienceMs;
    for (const [socket, since] of this.#awaited) {
      if (since > latest) return;
      this.#awaited.delete(socket);
      this.#onSilence(socket);
    }
  }
}
