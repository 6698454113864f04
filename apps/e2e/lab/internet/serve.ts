// The lab's internet: takes packets from the uplinks of the sites and hands each to the uplink that it goes to, late or
// never, as the conditions say. Started by `openTunnels.pl` with the open tunnels in TUNNELS, in the order of the sites.
// A message with new conditions is answered when they are in force.
import { read, writeSync } from 'node:fs';
import * as v from 'valibot';
import { Conditions, fate, perfect } from './conditions.ts';
import { destinationNetwork } from './packet.ts';
import { sites } from './sites.ts';

/** The largest packet of IP. */
const packetBytes = 65_535;
/** A second of what a fast network carries; more on their way at once are lost, as in any network. */
const mostUnderWay = 20_000;

const files = (process.env['TUNNELS'] ?? '').split(',').map(Number);
const byNetwork = new Map<string, number>(
  Object.values(sites).map(({ network }, index) => [network, files[index] ?? -1]),
);
let conditions = perfect;
let underWay = 0;

function forward(packet: Buffer): void {
  const to = byNetwork.get(destinationNetwork(packet) ?? '');
  if (to === undefined || underWay >= mostUnderWay) return;
  const takesMs = fate(conditions, Math.random);
  if (takesMs === 'lost') return;
  if (takesMs === 0) return deliver(to, packet);
  const copy = Buffer.from(packet);
  underWay += 1;
  setTimeout(() => {
    underWay -= 1;
    deliver(to, copy);
  }, takesMs);
}

/** An uplink that is down or full loses the packet. */
function deliver(to: number, packet: Buffer): void {
  try {
    writeSync(to, packet);
  } catch {
    return;
  }
}

/** A tunnel cannot be polled by libuv, so a thread waits for each next packet. */
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
// Threads that wait for packets keep an ordinary exit from happening.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
for (const file of files) serve(file);
process.send?.('ready');
