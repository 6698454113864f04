import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';
import { openInProcessStorage } from '../testing/inProcessStorage.ts';
import type { Operations } from '../operations/operations.ts';
import type { Storage } from '../storage/storage.ts';
import { NetworkNames } from './networkNames.ts';

let dataDir = '';
let storage: Storage<Operations>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-networks-'));
  storage = await openInProcessStorage(dataDir);
});

afterAll(async () => {
  await storage.close();
  await rm(dataDir, { recursive: true });
});

test.each([
  ['192.0.2.1', '192.0.2.254', 'same'],
  ['192.0.2.1', '::ffff:192.0.2.77', 'same'],
  ['192.0.2.1', '192.0.3.1', 'another'],
  ['2001:db8:1:2ff::1', '2001:db8:1:200:9:9:9:9', 'same'],
  ['2001:db8:1:2ff::1', '2001:db8:1:300::1', 'another'],
  ['2001:db8::1', '2001:db8:0:ff::1', 'same'],
  ['::1', '127.0.0.1', 'another'],
])('%s and %s: %s network', async (first, second, expected) => {
  const networks = await NetworkNames.open(storage);
  expect(networks.nameOf(first) === networks.nameOf(second)).toBe(expected === 'same');
});

test('a name is a short hash that survives a restart; another server gives other names', async () => {
  const name = (await NetworkNames.open(storage)).nameOf('192.0.2.1');
  expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
  await storage.close();
  storage = await openInProcessStorage(dataDir);
  expect((await NetworkNames.open(storage)).nameOf('192.0.2.1')).toBe(name);
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  const { network } = await ada.ok('ice:servers', { callId });
  expect(network).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(network).toBe((await grace.ok('ice:servers', { callId })).network);
  expect(network).not.toBe((await NetworkNames.open(storage)).nameOf('127.0.0.1'));
});

test.each([[''], ['unknown'], ['192.0.2.1:80'], ['_hidden']])(
  'a forwarded value that is not an address (%s) has no name',
  async (forwarded) => {
    expect((await NetworkNames.open(storage)).nameOf(forwarded)).toBeUndefined();
  },
);
