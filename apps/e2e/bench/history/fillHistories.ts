import { randomUUID } from 'node:crypto';
import { bounds, CallId } from '@ringback/protocol';
import * as v from 'valibot';
import { type RawDevice, signInGuest } from '@ringback/testkit';
import { openDeviceOf } from '../../support/rawDevice.ts';

/** A user with a history of this many entries. */
export interface Owner {
  readonly device: RawDevice;
  readonly entries: number;
}

const people = 100;
const rareName = 'Konrad';
/** Calls with the rarely called person, the same number in every history. */
const rareCalls = 3;

/** One in this many calls is missed; the others are declined. */
const missedOneIn = 10;

/** The callers: every tenth has the same first name, and all have the same last name. */
async function openPeople(url: string): Promise<RawDevice[]> {
  const devices: RawDevice[] = [];
  for (let n = 0; n < people; n += 1)
    devices.push(await open(url, `${n % 10 === 0 ? 'Grace' : 'Linus'} ${n} Person`));
  return devices;
}

async function open(url: string, name: string): Promise<RawDevice> {
  return await openDeviceOf(url, await signInGuest(url, name));
}

/** Fills each owner's history call by call: all people call at the same time, and are declined or cancel. */
export async function fillHistories(url: string, sizes: readonly number[]): Promise<Owner[]> {
  const callers = await openPeople(url);
  const rare = await open(url, `${rareName} Person`);
  const owners: Owner[] = [];
  for (const entries of sizes) {
    const device = await open(url, `Owner of ${entries}`);
    const startedAt = performance.now();
    for (let n = 0; n < rareCalls; n += 1) await callOnce(rare, device, 1);
    await Promise.all(
      callers.map((caller, n) => callRepeatedly(caller, device, shareOf(entries - rareCalls, n))),
    );
    await seeAll(device);
    const seconds = (performance.now() - startedAt) / 1000;
    console.log(`  ${entries} calls, one by one, in ${seconds.toFixed(0)} s`);
    owners.push({ device, entries });
  }
  for (const caller of [...callers, rare]) caller.close();
  return owners;
}

function shareOf(calls: number, person: number): number {
  return Math.floor(calls / people) + (person < calls % people ? 1 : 0);
}

async function callRepeatedly(caller: RawDevice, owner: RawDevice, times: number): Promise<void> {
  const missed: CallId[] = [];
  for (let n = 0; n < times; n += 1) {
    const callId = await callOnce(caller, owner, n);
    if (n % missedOneIn === 0) missed.push(callId);
    // Users do not have thousands of unseen missed calls.
    if (missed.length === 10) await owner.must('history:seen', { callIds: missed.splice(0) });
  }
}

async function callOnce(caller: RawDevice, owner: RawDevice, n: number): Promise<CallId> {
  const callId = v.parse(CallId, randomUUID());
  await caller.must('call:place', { callId, to: owner.userId, media: 'audio' });
  if (n % missedOneIn === 0) await caller.must('call:end', { callId });
  else await owner.must('call:decline', { callId });
  return callId;
}

/** Otherwise each page of one history would count unseen calls, and pages of the other would not. */
async function seeAll(owner: RawDevice): Promise<void> {
  for (let missed = 1; missed > 0;) {
    const { entries } = await owner.must('history:list', { filter: 'missed' });
    const unseen = entries.filter(({ seen }) => !seen).map(({ callId }) => callId);
    if (unseen.length === 0) return;
    ({ missed } = await owner.must('history:seen', { callIds: unseen.slice(0, bounds.historyBatch) }));
  }
}
