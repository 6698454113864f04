import { randomUUID } from 'node:crypto';
import { CallId, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { Asked, Question } from './queries.ts';
import type { Owner } from './fillHistories.ts';
import { type RawDevice, signInGuest } from '@ringback/testkit';
import { openDeviceOf } from '../../support/rawDevice.ts';

/** People who sign up at the same time. */
const atOnce = 20;

const searchFor = (search: string, limit = 50) => ({ filter: 'all', limit, search }) as const;

/** Queries for histories with few people and with many. */
export const peopleQuestions: readonly Question<Asked>[] = [
  { name: 'search: one in ten people', expected: 10, payloadFor: () => searchFor('gra', 10) },
  { name: 'search: everybody', expected: 50, payloadFor: () => searchFor('person') },
  { name: 'search: a single one', expected: 1, payloadFor: () => searchFor('konrad') },
  { name: 'search: no match', expected: 0, payloadFor: () => searchFor('xenia') },
];

/** Fills a history with this many people, each of whom was called once and did not answer. */
export async function fillWithPeople(url: string, people: number): Promise<Owner> {
  const device = await openDeviceOf(url, await signInGuest(url, `Who knows ${people}`));
  const startedAt = performance.now();
  for (let from = 0; from < people; from += atOnce) {
    const names = Array.from({ length: Math.min(atOnce, people - from) }, (_, n) => nameOf(from + n, people));
    const newcomers = await Promise.all(names.map((name) => signInGuest(url, name)));
    // One device places one call at a time.
    for (const { me } of newcomers) await callOnce(device, me.id);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`  ${people} people, called one by one, in ${seconds.toFixed(0)} s`);
  return { device, entries: people };
}

/** Every tenth has the same first name, one has a unique one, and all have the same last name. */
function nameOf(n: number, people: number): string {
  const first = n === 7 ? 'Konrad' : n % 10 === 0 ? 'Grace' : 'Linus';
  return `${first} ${n} of ${people} Person`;
}

async function callOnce(owner: RawDevice, to: UserId): Promise<void> {
  const callId = v.parse(CallId, randomUUID());
  await owner.must('call:place', { callId, to, media: 'audio' });
  await owner.must('call:end', { callId });
}
