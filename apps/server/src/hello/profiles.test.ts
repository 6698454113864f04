import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bounds, ProfileId, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import type { Operations } from '../operations/operations.ts';
import type { Storage } from '../storage/storage.ts';
import { openInProcessStorage } from '../testing/inProcessStorage.ts';
import { TestServer } from '../testing/testServer.ts';

const newProfileId = (): ProfileId => v.parse(ProfileId, randomUUID());
const hourMs = 60 * 60 * 1000;

let dataDir = '';
let storage: Storage<Operations>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-profiles-'));
  storage = await openInProcessStorage(dataDir);
});

afterEach(async () => {
  await storage.close();
  await rm(dataDir, { recursive: true });
});

async function newUser(): Promise<UserId> {
  const id = newUserId();
  await storage.run('users:add', { id, name: id, claimHash: null, createdAt: 0 });
  return id;
}

const see = (userId: UserId, profileId: ProfileId, at: number): Promise<void> =>
  storage.run('profiles:see', { userId, profileId, at });
const seenSince = (userId: UserId, since: number): Promise<ProfileId[]> =>
  storage.run('profiles:of', { userId, since });

test('a browser profile is recorded for each user who signs in with it, with its latest hello', async () => {
  const [ada, grace] = [await newUser(), await newUser()];
  const [home, work] = [newProfileId(), newProfileId()];
  await see(ada, home, hourMs);
  await see(grace, home, 2 * hourMs);
  await see(ada, work, 3 * hourMs);
  expect(await seenSince(ada, 0)).toEqual([work, home]);
  expect(await seenSince(ada, 2 * hourMs)).toEqual([work]);
  expect(await seenSince(grace, 0)).toEqual([home]);
  await see(ada, home, 5 * hourMs);
  expect(await seenSince(ada, 4 * hourMs)).toEqual([home]);
});

test('a second hello within the hour causes no write', async () => {
  const ada = await newUser();
  const home = newProfileId();
  await see(ada, home, 1_000);
  await see(ada, home, hourMs);
  expect(await seenSince(ada, 1_001)).toEqual([]);
});

test('beyond the bound the oldest profiles are forgotten', async () => {
  const ada = await newUser();
  const profiles = Array.from({ length: bounds.profiles + 2 }, newProfileId);
  for (const [at, profile] of profiles.entries()) await see(ada, profile, at);
  expect(await seenSince(ada, 0)).toEqual(profiles.slice(2).toReversed());
});

test('a hello may name the profile of its tab; anything but an id is refused', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  expect(await ada.raw('session:hello', { profile: newProfileId() })).toMatchObject({ ok: true });
  expect(await ada.raw('session:hello', { profile: 'mine' })).toMatchObject({
    error: { code: 'badRequest' },
  });
});
