import { randomUUID } from 'node:crypto';
import { pause, repeatedly, type Attack } from '../attack.ts';
import { isAllocated, openTurnClient } from '../relayAllocation.ts';
import { guests, openGuests } from './rooms.ts';

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
