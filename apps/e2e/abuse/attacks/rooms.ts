import { randomBytes, randomUUID } from 'node:crypto';
import type { SignedIn } from '@ringback/protocol';
import type { RawClient } from '@ringback/testkit';
import {
  addressAt,
  connectFrom,
  httpFrom,
  pause,
  repeatedly,
  signInFrom,
  type Attack,
  type Attacker,
} from '../attack.ts';

/** How many guests an attack on a shared room has, each from an address of its own. */
export const guests = 8;

export interface Guest {
  readonly address: string;
  readonly signedIn: SignedIn;
  readonly client: RawClient;
}

/** Signs the guests in and connects them. */
export async function openGuests(attacker: Attacker): Promise<Guest[]> {
  const opened: Guest[] = [];
  for (let n = 0; n < guests; n += 1) {
    const address = addressAt(attacker, n);
    const signedIn = await signInFrom(attacker, address, `Mallory ${n}`);
    opened.push({ address, signedIn, client: await connectFrom(attacker, address, signedIn) });
  }
  return opened;
}

async function post(attacker: Attacker, guest: Guest, path: string, body: unknown): Promise<void> {
  const { tally } = attacker;
  tally.sent += 1;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${guest.signedIn.token}` };
  const { status } = await httpFrom(attacker, guest.address, path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (status < 400) tally.granted += 1;
  else tally.refused += 1;
}

/** Guests who call each other, hang up, and announce notes of the largest size that they never send. */
export const noteOffers: Attack = async (attacker) => {
  const opened = await openGuests(attacker);
  await repeatedly(attacker, guests, async (index) => {
    const [guest, other] = [opened[index], opened[(index + 1) % guests]];
    if (guest === undefined || other === undefined) return pause(100);
    const callId = randomUUID();
    await guest.client.request('call:place', { callId, to: other.signedIn.me.id, media: 'video' });
    await guest.client.request('call:end', { callId });
    const offer = {
      media: 'video',
      mime: 'video/webm',
      durationMs: 30_000,
      peaks: [],
      size: 8 * 1024 * 1024,
    };
    for (let n = 0; n < 5; n += 1)
      await post(attacker, guest, '/api/notes', { ...offer, id: randomUUID(), callId });
  });
};

/** Guests who subscribe to push services that do not exist, whose names the server has to look up. */
export const subscriptions: Attack = async (attacker) => {
  const opened = await openGuests(attacker);
  await repeatedly(attacker, guests, async (index) => {
    const guest = opened[index];
    if (guest === undefined) return pause(100);
    const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');
    const keys = { p256dh: secret(65), auth: secret(16) };
    const address = { endpoint: `https://localhost/${secret(16)}`, keys };
    await post(attacker, guest, '/api/push/subscriptions', { address, profile: randomUUID() });
  });
};
