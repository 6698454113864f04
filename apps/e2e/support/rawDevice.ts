import { randomUUID } from 'node:crypto';
import { CallId, type Media, type SignedIn } from '@ringback/protocol';
import { RawDevice, signInGuest, type RawClientOptions } from '@ringback/testkit';
import * as v from 'valibot';

/** Signs a guest in and connects a device without a browser, up to its hello. */
export async function openRawDevice(serverUrl: string, name: string): Promise<RawDevice> {
  return openDeviceOf(serverUrl, await signInGuest(serverUrl, name));
}

/** Connects a device of a signed-in user, up to its hello. */
export async function openDeviceOf(
  serverUrl: string,
  signedIn: SignedIn,
  options?: RawClientOptions,
): Promise<RawDevice> {
  const device = await RawDevice.connect(serverUrl, signedIn, options);
  await device.must('session:hello', {});
  return device;
}

/** Calls and cancels at once, without a page or media, once for each medium. */
export async function cancelCalls(from: RawDevice, to: RawDevice, media: readonly Media[]): Promise<void> {
  for (const medium of media) {
    const callId = v.parse(CallId, randomUUID());
    await from.must('call:place', { callId, to: to.userId, media: medium });
    await from.must('call:end', { callId });
  }
}
