import type { CallId, WireCall } from '@ringback/protocol';
import { connectCall } from './realCall.ts';
import { type RawDevice, signInGuest } from '@ringback/testkit';
import { openDeviceOf } from '../support/rawDevice.ts';

/** Two people in a call that a stranger must neither see nor change. */
export class Bystanders {
  readonly devices: readonly [RawDevice, RawDevice];
  readonly #before: WireCall;
  readonly #heard: string[];

  private constructor(devices: readonly [RawDevice, RawDevice], call: WireCall, heard: string[]) {
    this.devices = devices;
    this.#before = call;
    this.#heard = heard;
  }

  static async meet(url: string, prefix: string): Promise<Bystanders> {
    const heard: string[] = [];
    const onPush = (name: string, payload: unknown): void => {
      heard.push(JSON.stringify([name, payload]));
    };
    const [one, other] = [await signInGuest(url, `${prefix} one`), await signInGuest(url, `${prefix} other`)];
    const caller = await openDeviceOf(url, one, { onPush });
    const callee = await openDeviceOf(url, other, { onPush });
    const { id: callId } = await connectCall(caller, callee);
    const call = await caller.must('call:get', { callId });
    heard.length = 0;
    return new Bystanders([caller, callee], call, heard);
  }

  get callId(): CallId {
    return this.#before.id;
  }

  /** Faults: their call has changed, or they received pushes about it. */
  async faults(): Promise<string[]> {
    const faults = this.#heard
      .filter((push) => push.includes(this.callId) || push.startsWith('["call:signal"'))
      .map((push) => `they received ${push.slice(0, 200)}`);
    for (const device of this.devices) {
      const now = await device.request('call:get', { callId: this.callId });
      if (!now.ok) faults.push(`their call was answered with ${now.error.code}`);
      else if (JSON.stringify(now.data) !== JSON.stringify(this.#before))
        faults.push('their call has changed');
    }
    return faults;
  }

  close(): void {
    for (const device of this.devices) device.close();
  }
}
