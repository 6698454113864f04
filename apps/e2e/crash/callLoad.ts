import { randomUUID } from 'node:crypto';
import { CallId, LinkId } from '@ringback/protocol';
import * as v from 'valibot';
import type { Client } from './client.ts';

/** Random numbers from 0 up to but not including 1. */
export type Random = () => number;

const route = { path: 'direct', transport: 'udp' } as const;

/** Two people call each other in random ways until the server is gone. */
export async function callUntilStopped(
  one: Client,
  other: Client,
  random: Random,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    // A call left by a crash keeps both busy: usually they end it, sometimes they leave it to its deadline.
    if (random() < 0.8) await hangUp(one);
    const [caller, callee] = random() < 0.5 ? [one, other] : [other, one];
    await call(caller, callee, random);
    await pause(random() * 20);
  }
}

async function hangUp(client: Client): Promise<void> {
  for (const callId of client.live()) await client.onCall('call:end', { callId });
}

async function call(caller: Client, callee: Client, random: Random): Promise<void> {
  const callId = v.parse(CallId, randomUUID());
  const to = callee.signedIn.me.id;
  const placed = await caller.onCall('call:place', { callId, to, media: 'audio' });
  if (!placed.ok) return;
  const isGlare = random() < 0.1;
  if (isGlare) {
    const backId = v.parse(CallId, randomUUID());
    await callee.onCall('call:place', { callId: backId, to: caller.signedIn.me.id, media: 'audio' });
  }
  if (random() < 0.85) await callee.onCall('call:ringing', { callId });
  await pause(random() * 15);
  const dice = random();
  if (dice < 0.1) return;
  if (dice < 0.2) return void (await callee.onCall('call:decline', { callId }));
  if (dice < 0.35) return void (await caller.onCall('call:end', { callId }));
  const answer = callee.onCall('call:accept', { callId, media: 'audio' });
  const isRace = dice < 0.45;
  await Promise.all(isRace ? [answer, caller.onCall('call:end', { callId })] : [answer]);
  const linkId = v.parse(LinkId, randomUUID());
  await Promise.all(
    [caller, callee].map((client) => client.onCall('call:linkUp', { callId, linkId, route })),
  );
  await pause(random() * 30);
  if (random() < 0.8) await (random() < 0.5 ? caller : callee).onCall('call:end', { callId });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
