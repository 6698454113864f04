import { randomUUID } from 'node:crypto';
import { bounds } from '@ringback/protocol';
import type { RawClient } from '@ringback/testkit';
import {
  addressAt,
  connectFrom,
  countOutcome,
  pause,
  repeatedly,
  signInFrom,
  type Attack,
  type Attacker,
} from '../attack.ts';

const socketsOfGuest = 20;

type Request = readonly [name: string, payload: unknown];

/** The guest of the attacks on large histories; see `fillHistories`. */
export const historySize = 3_000;
const ownerName = `Owner of ${historySize}`;

/** One guest, signed in on as many devices as a user may have. */
async function openGuest(attacker: Attacker, name: string): Promise<RawClient[]> {
  const sockets: RawClient[] = [];
  for (let n = 0; n < socketsOfGuest; n += 1) {
    const signedIn = await signInFrom(attacker, attacker.address, name);
    sockets.push(await connectFrom(attacker, attacker.address, signedIn));
  }
  return sockets;
}

/** Sends requests on each socket of a guest without waiting for the answers, each this often a second. */
async function flood(
  attacker: Attacker,
  timesPerSecond: number,
  requestOf: (n: number) => Request,
  name = 'Mallory',
): Promise<void> {
  const sockets = await openGuest(attacker, name);
  const atOnce = Math.ceil(timesPerSecond / 50);
  let n = 0;
  await repeatedly(attacker, sockets.length, async (index) => {
    const client = sockets[index];
    if (client === undefined || !client.isOpen) return pause(100);
    for (let each = 0; each < atOnce; each += 1) {
      attacker.tally.sent += 1;
      void client.request(...requestOf(n++)).then((outcome) => countOutcome(attacker.tally, outcome));
    }
    await pause((1000 * atOnce) / timesPerSecond);
  });
}

/** A little less than one socket may. */
const permitted = 55;

const callIds = Array.from({ length: bounds.historyPage }, () => randomUUID());
const lists: readonly Request[] = [
  ['history:list', { filter: 'all' }],
  ['history:list', { filter: 'all', search: 'caller' }],
  ['history:seen', { callIds }],
  ['history:delete', { callIds }],
  ['note:ofCalls', { callIds }],
  ['people:list', {}],
  ['conversation:list', {}],
  ['settings:set', { alwaysRelay: true }],
];

/** One guest with twenty sockets, each of which makes as many requests as it may. */
export const requests: Attack = (attacker) =>
  flood(attacker, permitted, (n) => lists[n % lists.length] ?? ['people:list', {}]);

const removal = randomUUID();
const onHistory: readonly Request[] = [
  ['history:list', { filter: 'all', search: 'person' }],
  ['history:delete', { before: Number.MAX_SAFE_INTEGER, removal }],
  ['history:list', { filter: 'missed', search: 'g p' }],
  ['history:restore', { removal }],
  ['history:list', { filter: 'all', search: 'nobody' }],
];

/** One guest who searches, deletes and restores a history of thousands of calls, as often as they may. */
export const histories: Attack = (attacker) =>
  flood(attacker, permitted, (n) => onHistory[n % onHistory.length] ?? ['people:list', {}], ownerName);

/** One guest who tries names, one after the other. */
export const finds: Attack = (attacker) =>
  flood(attacker, permitted, (n) => ['people:find', { name: `Caller ${n}` }]);

/** Far more requests than any limit allows. */
export const requestFlood: Attack = (attacker) => flood(attacker, 2_000, () => ['people:list', {}]);

const junk = 'x'.repeat(bounds.messageBytes - 1_000);

/** The largest messages that a socket takes, full of nothing. */
export const giants: Attack = (attacker) => flood(attacker, permitted, () => ['people:find', { name: junk }]);

/** Messages, at the rate of a flood, to somebody who does not exist, and to oneself. */
export const messages: Attack = (attacker) =>
  flood(attacker, permitted, () => [
    'message:send',
    { id: randomUUID(), to: randomUUID(), text: 'x'.repeat(4_000) },
  ]);

/** Guests of one address who call each other, send all signals that they may, and hang up. */
export const calls: Attack = async (attacker) => {
  const guests = 10;
  const pairs: { caller: RawClient; callee: RawClient; calleeId: string; calleeDevice: string }[] = [];
  for (let n = 0; n < guests; n += 1) {
    const address = addressAt(attacker, n);
    const [one, other] = [
      await signInFrom(attacker, address, `Mallory ${n}`),
      await signInFrom(attacker, address, `Trudy ${n}`),
    ];
    pairs.push({
      caller: await connectFrom(attacker, address, one),
      callee: await connectFrom(attacker, address, other),
      calleeId: other.me.id,
      calleeDevice: other.device.id,
    });
  }
  await repeatedly(attacker, guests, async (index) => {
    const pair = pairs[index];
    if (pair === undefined) return;
    const callId = randomUUID();
    const ask = async (client: RawClient, ...request: Request): Promise<void> => {
      attacker.tally.sent += 1;
      countOutcome(attacker.tally, await client.request(...request));
    };
    await ask(pair.caller, 'call:place', { callId, to: pair.calleeId, media: 'audio' });
    await ask(pair.callee, 'call:ringing', { callId });
    const signal = { callId, to: pair.calleeDevice, linkId: randomUUID(), box: 's'.repeat(bounds.boxBytes) };
    for (let n = 0; n < 20; n += 1) await ask(pair.caller, 'call:signal', signal);
    await ask(pair.caller, 'call:end', { callId });
  });
};
