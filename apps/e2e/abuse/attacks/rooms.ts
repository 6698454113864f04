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
import { isAllocated, openTurnClient } from '../relayAllocation.ts';

/** Each from an address of its own. */
const guests = 8;

interface Guest {
  readonly address: string;
  readonly signedIn: SignedIn;
  readonly client: RawClient;
}

async function openGuests(attacker: Attacker): Promise<Guest[]> {
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

/** How many allocations a guest tries to get for each call. */
const perCall = 40;

/** Guests who call each other, take as much of the relay as they get, and keep it long after they have hung up. */
export const allocations: Attack = async (attacker) => {
  const opened = await openGuests(attacker);
  await repeatedly(attacker, guests, async (index) => {
    const [guest, other] = [opened[index], opened[(index + 1) % guests]];
    if (guest === undefined || other === undefined) return pause(100);
    const callId = randomUUID();
    await guest.client.request('call:place', { callId, to: other.signedIn.me.id, media: 'audio' });
    const servers = await guest.client.request('ice:servers', { callId });
    for (let n = 0; n < perCall && !attacker.isOver() && servers.kind === 'answered'; n += 1) {
      attacker.tally.sent += 1;
      const client = await openTurnClient(servers.answer, guest.address);
      if (await isAllocated(client)) attacker.tally.granted += 1;
      else attacker.tally.refused += 1;
    }
    await guest.client.request('call:end', { callId });
    // As often as a patient attacker may call.
    await pause(500);
  });
};
