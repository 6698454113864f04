import type { SignedIn } from '@ringback/protocol';
import { connectDevice, type Device } from '../support/raw/device.ts';
import type { OnPush, Outcome } from '../support/raw/rawSocket.ts';

/** Short, for nothing that is asked here takes long; long enough for a busy machine. */
const patienceMs = 5_000;

/** A signed-in stranger who comes back whenever the server closes the connection. */
export class Attacker {
  readonly signedIn: SignedIn;
  readonly #url: string;
  readonly #onPush: OnPush;
  #device: Device | undefined;

  /** `onPush` is told all that the stranger gets to hear. */
  constructor(url: string, signedIn: SignedIn, onPush: OnPush) {
    this.#url = url;
    this.signedIn = signedIn;
    this.#onPush = onPush;
  }

  async device(): Promise<Device> {
    if (this.#device?.socket.isOpen !== true) {
      const { device } = await connectDevice(this.#url, this.signedIn, this.#onPush);
      this.#device = device;
    }
    return this.#device;
  }

  /** Sends the body of a message that wants an answer, and waits for what becomes of it. */
  async try(body: string): Promise<Outcome> {
    const { socket } = await this.device();
    return socket.ask(body, patienceMs);
  }

  close(): void {
    this.#device?.close();
  }
}
