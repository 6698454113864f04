import { setTimeout as delay } from 'node:timers/promises';
import type { Conditions } from '../../lab/internet/conditions.ts';
import { addresses } from '../../lab/publicHost.ts';
import { expectRoute, gapsSince, hasStandbySoon } from '../../lab/labCall.ts';
import { bytesSentWhileIdle } from '../../lab/timeline.ts';
import { warmUp, withRingback } from './calls.ts';
import type { Stage } from './stage.ts';
import { atMost, line } from './table.ts';

const badNetworks: readonly { readonly name: string; readonly conditions: Partial<Conditions> }[] = [
  { name: '10 % of all packets lost', conditions: { loss: 0.1 } },
  { name: '20 % of all packets lost', conditions: { loss: 0.2 } },
  { name: 'up to 150 ms of jitter', conditions: { jitterMs: 150 } },
];

/** A bad network on which a call must not change its path. */
export async function benchBadNetworks(stage: Stage, seconds: number): Promise<void> {
  console.log(`\nBad networks, ${seconds} s each: any switch is a false one`);
  await stage.lab.heal();
  await warmUp(stage);
  line('', ['moves, wanted 0', 'most ms without sound', 'without pictures']);
  for (const { name, conditions } of badNetworks) {
    await withRingback(stage, async (call) => {
      // Without a standby there is nothing to switch to, and a switch to the direct path is not a false one.
      await expectRoute(call, 'direct');
      const standby = (await hasStandbySoon(call)) ? '' : ', without a standby';
      await stage.lab.internet.set(conditions);
      const since = Date.now();
      await delay(seconds * 1_000);
      const { caller, callee } = await gapsSince(call, since);
      line(`${name}${standby}`, [
        `${caller.moves + callee.moves}`,
        Math.max(caller.audioMs, callee.audioMs).toFixed(0),
        Math.max(caller.videoMs, callee.videoMs).toFixed(0),
      ]);
      await stage.lab.internet.set({});
    });
  }
}

/** Until a standby is up and its setup traffic is over. */
const settledMs = 8_000;

/**
 * What a standby costs during a direct call. No media uses the relay then, so every datagram between the caller's home
 * and the relay belongs to standbys, or keeps allocations and router mappings alive.
 */
export async function benchStandby(stage: Stage, seconds: number): Promise<void> {
  console.log(
    `\nStandby of a direct call, idle for ${seconds} s: all UDP between the caller's home and the relay`,
  );
  await stage.lab.heal();
  await warmUp(stage);
  await withRingback(stage, async (call) => {
    await expectRoute(call, 'direct');
    await delay(settledMs);
    const { page } = stage.people.caller;
    const meter = await stage.lab.homes.ada.meterUdp(addresses.app);
    const before = await bytesSentWhileIdle(page);
    await delay(seconds * 1_000);
    const { packets, bytes } = await meter();
    const sent = (await bytesSentWhileIdle(page)) - before;
    line('packets a second', [(packets / seconds).toFixed(2)]);
    line('with headers of IP and UDP', [atMost((bytes * 8) / 1_000 / seconds, 'kbit/s', 1)]);
    const payload = bytes - packets * 28;
    line('without headers', [atMost((payload * 8) / 1_000 / seconds, 'kbit/s', 1)]);
    line('sent by one end, as its browser counts', [atMost((sent * 8) / 1_000 / seconds, 'kbit/s', 1)]);
  });
}
