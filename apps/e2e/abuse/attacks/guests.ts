import { randomUUID } from 'node:crypto';
import { bounds } from '@ringback/protocol';
import type { RawClient } from '@ringback/testkit';
import {
  connectFrom,
  countOutcome,
  pause,
  repeatedly,
  signInFrom,
  type Attack,
  type Attacker,
} from '../attack.ts';

const socketsOfGuest = 20;

/** One guest, signed in on as many devices as a user may have. */
async function openGuest(attacker: Attacker, name: string): Promise<RawClient[]> {
  const sockets: RawClient[] = [];
  for (let n = 0; n < socketsOfGuest; n += 1) {
    const signedIn = await signInFrom(attacker, attacker.address, name);
    sockets.push(await connectFrom(attacker, attacker.address, signedIn));
  }
  return sockets;
}

/** Sends requests on each socket at the rate that one socket may, without waiting for the answers. */
async function flood(
  attacker: Attacker,
  requestOf: (n: number) => readonly [string, unknown],
): Promise<void> {
  const sockets = await openGuest(attacker, 'Mallory');
  const everyMs = 1000 / 55;
  let n = 0;
  await repeatedly(attacker, sockets.length, async (index) => {
    const client = sockets[index];
    if (client === undefined || !client.isOpen) return pause(100);
    attacker.tally.sent += 1;
    const [name, payload] = requestOf(n++);
    void client.request(name, payload).then((outcome) => countOutcome(attacker.tally, outcome));
    await pause(everyMs);
  });
}

const callIds = Array.from({ length: bounds.historyPage }, () => randomUUID());

const permitted = [
  ['history:list', { filter: 'all' }],
  ['history:list', { filter: 'all', search: 'caller' }],
  ['history:seen', { callIds }],
  ['history:delete', { callIds }],
  ['note:ofCalls', { callIds }],
  ['people:list', {}],
  ['conversation:list', {}],
  ['settings:set', { alwaysRelay: true }],
] as const;

/** One guest with twenty sockets, each of which makes as many requests as it may. */
export const requests: Attack = (attacker) =>
  flood(attacker, (n) => permitted[n % permitted.length] ?? permitted[0]);

/** One guest who tries names, one after the other. */
export const finds: Attack = (attacker) => flood(attacker, (n) => ['people:find', { name: `Caller ${n}` }]);
