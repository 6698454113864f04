import { patienceAfter } from './hitch.ts';
import { enoughEmptyLooks, type Carrying, type Link } from './link.ts';
import type { OpenPath } from './path.ts';

/**
 * After how long without a packet a path moves to its standby. Audio comes every 20 ms; 300 ms made no false move in
 * half a minute each of 10 % loss, 20 % loss and 150 ms of jitter. It is longer for a while where packets paused and went
 * on. Streams stall while they repeat what was lost, and pulses come five times a second at most.
 */
const staleMs = { datagrams: 300, streams: 1_000, pulses: 1_500 } as const;

/** A new link that brings sound but no picture leads after this long all the same. */
const pictureMs = 1_500;

/** Whether packets of a link are overdue. */
export function isStale({ route, last, lastAt, emptyLooks, hitch }: Carrying, at: number): boolean {
  if (emptyLooks < enoughEmptyLooks) return false;
  if (last === 'pulse') return at - lastAt >= staleMs.pulses;
  if (route.transport !== 'udp') return at - lastAt >= staleMs.streams;
  return at - lastAt >= patienceAfter(hitch, staleMs.datagrams, at);
}

/**
 * The link that counts: the newest that carries. Where another one is on the screen and still flows, the newest takes
 * over only when it brings a picture too, so that nobody sees the change.
 */
export function leaderOf({ links, shown, expected }: OpenPath, at: number): Carrying | undefined {
  const carrying = links.filter(isMainAndCarrying);
  const newest = carrying.at(-1);
  const onScreen = carrying.find(({ id }) => id === shown);
  if (newest === undefined || onScreen === undefined || isStale(onScreen, at)) return newest;
  const isWhole = newest.has.video || !expected.video || at - newest.since >= pictureMs;
  return isWhole ? newest : onScreen;
}

function isMainAndCarrying(link: Link): link is Carrying {
  return link.plan.purpose === 'main' && link.state === 'carrying';
}
