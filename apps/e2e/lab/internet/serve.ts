// The lab's internet: forwards each packet from the uplink of one site to that of its destination, delayed or dropped
// according to the conditions. Started by `openTunnels.pl` with the open tunnels in TUNNELS, in the order of the sites.
// A message with new conditions is answered once they are in force.
import { read, writeSync } from 'node:fs';
import * as v from 'valibot';
import {
  enqueue,
  Instruction,
  packetDelay,
  perfect,
  perfectUplink,
  type Queue,
  type UplinkConditions,
} from './conditions.ts';
import { destinationNetwork } from './packet.ts';
import { sites } from './sites.ts';

/** The maximum size of an IP packet. */
const packetBytes = 65_535;
/** What a fast network carries in a second; more packets at once are lost, as in any network. */
const maxInFlight = 20_000;

/** A site's cable to the internet. */
interface Uplink {
  readonly file: number;
  conditions: UplinkConditions;
  up: Queue;
  down: Queue;
}

const files = (process.env['TUNNELS'] ?? '').split(',').map(Number);
const uplinks = new Map(
  Object.entries(sites).map(([site, { network }], index): [site: string, Uplink & { network: string }] => [
    site,
    { file: files[index] ?? -1, network, conditions: perfectUplink, up: { freeAt: 0 }, down: { freeAt: 0 } },
  ]),
);
const byNetwork = new Map([...uplinks.values()].map((uplink) => [uplink.network, uplink]));
let conditions = perfect;
let inFlight = 0;

function forward(from: Uplink, packet: Buffer): void {
  const to = byNetwork.get(destinationNetwork(packet) ?? '');
  if (to === undefined || inFlight >= maxInFlight) return;
  const delayMs = delayBetween(from, to, packet.length);
  if (delayMs === 'lost') return;
  if (delayMs === 0) return deliver(to.file, packet);
  const copy = Buffer.from(packet);
  inFlight += 1;
  setTimeout(() => {
    inFlight -= 1;
    deliver(to.file, copy);
  }, delayMs);
}

/** In ms: through the sender's cable, the internet, and the receiver's cable. */
function delayBetween(from: Uplink, to: Uplink, bytes: number): number | 'lost' {
  const now = performance.now();
  const delays = [
    sending(from, 'up', bytes, now),
    ...[from.conditions, conditions, to.conditions].map((each) => packetDelay(each, Math.random)),
    sending(to, 'down', bytes, now),
  ];
  let sum = 0;
  for (const each of delays) {
    if (each === 'lost') return 'lost';
    sum += each;
  }
  return sum;
}

/** How long the packet takes to be sent after those before it. */
function sending(uplink: Uplink, way: 'up' | 'down', bytes: number, now: number): number | 'lost' {
  const kbps = way === 'up' ? uplink.conditions.upKbps : uplink.conditions.downKbps;
  if (kbps === 0) return 0;
  const queue = enqueue(uplink[way], bytes, kbps, now);
  if (queue === 'lost') return 'lost';
  uplink[way] = queue;
  return queue.freeAt - now;
}

/** An uplink that is down or full loses the packet. */
function deliver(to: number, packet: Buffer): void {
  try {
    writeSync(to, packet);
  } catch {
    return;
  }
}

/** libuv cannot poll a tunnel, so a thread waits for each next packet. */
function serve(uplink: Uplink): void {
  const buffer = Buffer.alloc(packetBytes);
  const next = (): void => {
    read(uplink.file, buffer, 0, packetBytes, null, (error, length) => {
      // An uplink that is not up yet has nothing to read.
      if (error !== null) return void setTimeout(next, 10);
      forward(uplink, buffer.subarray(0, length));
      next();
    });
  };
  next();
}

function obey(instruction: Instruction): void {
  const { site } = instruction;
  if (site === null) {
    conditions = instruction.conditions;
    for (const uplink of uplinks.values()) uplink.conditions = perfectUplink;
    return;
  }
  const uplink = uplinks.get(site);
  if (uplink !== undefined) uplink.conditions = instruction.conditions;
}

process.on('message', (message) => {
  obey(v.parse(Instruction, message));
  process.send?.('changed');
});
// Threads that wait for packets prevent a normal exit.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
for (const uplink of uplinks.values()) serve(uplink);
process.send?.('ready');
