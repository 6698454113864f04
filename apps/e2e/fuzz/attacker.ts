import type { SignedIn } from '@ringback/protocol';
import type { OnPush, RawDevice, RawOutcome } from '@ringback/testkit';
import { openDeviceOf } from '../support/rawDevice.ts';

/** Short, because no request here takes long; long enough for a busy machine. */
const timeoutMs = 5_000;

/** A signed-in stranger who reconnects whenever the server closes the connection. */
export class Attacker {
  readonly signedIn: SignedIn;
  readonly #url: string;
  readonly #onPush: OnPush;
  #device: RawDevice | undefined;

  /** `onPush` is called with every push to the stranger. */
  constructor(url: string, signedIn: SignedIn, onPush: OnPush) {
    this.#url = url;
    this.signedIn = signedIn;
    this.#onPush = onPush;
  }

  async device(): Promise<RawDevice> {
    if (this.#device?.client.isOpen !== true) {
      const device = await openDeviceOf(this.#url, this.signedIn, { onPush: this.#onPush });
      this.#device = device;
    }
    return this.#device;
  }

  /** Sends the body of a message that expects an answer, and waits for the outcome. */
  async try(body: string): Promise<RawOutcome> {
    const { client } = await this.device();
    return client.ask(body, timeoutMs);
  }

  close(): void {
    this.#device?.close();
  }
}
