// The lab's internet: forwards each packet from the uplink of one site to that of its destination, delayed or dropped
// according to the conditions. Started by `openTunnels.pl` with the open tunnels in TUNNELS, in the order of the sites.
// A message with new conditions is answered once they are in force.
import { read, writeSync } from 'node:fs';
import * as v from 'valibot';
import { Conditions, packetDelay, perfect } from './conditions.ts';
import { destinationNetwork } from './packet.ts';
import { sites } from './sites.ts';

/** The maximum size of an IP packet. */
const packetBytes = 65_535;
/** What a fast network carries in a second; more packets at once are lost, as in any network. */
const maxInFlight = 20_000;

const files = (process.env['TUNNELS'] ?? '').split(',').map(Number);
const byNetwork = new Map<string, number>(
  Object.values(sites).map(({ network }, index) => [network, files[index] ?? -1]),
);
let conditions = perfect;
let inFlight = 0;

function forward(packet: Buffer): void {
  const to = byNetwork.get(destinationNetwork(packet) ?? '');
  if (to === undefined || inFlight >= maxInFlight) return;
  const delayMs = packetDelay(conditions, Math.random);
  if (delayMs === 'lost') return;
  if (delayMs === 0) return deliver(to, packet);
  const copy = Buffer.from(packet);
  inFlight += 1;
  setTimeout(() => {
    inFlight -= 1;
    deliver(to, copy);
  }, delayMs);
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
function serve(file: number): void {
  const buffer = Buffer.alloc(packetBytes);
  const next = (): void => {
    read(file, buffer, 0, packetBytes, null, (error, length) => {
      // An uplink that is not up yet has nothing to read.
      if (error !== null) return void setTimeout(next, 10);
      forward(buffer.subarray(0, length));
      next();
    });
  };
  next();
}

process.on('message', (message) => {
  conditions = v.parse(Conditions, message);
  process.send?.('changed');
});
// Threads that wait for packets prevent a normal exit.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
for (const file of files) serve(file);
process.send?.('ready');
