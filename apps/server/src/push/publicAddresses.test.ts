import { expect, test } from 'vitest';
import { NotPublic, PublicAddresses } from './publicAddresses.ts';

/** A resolver that returns the answers in turn, like a name whose DNS record changes. */
function answering(...answers: readonly (readonly string[])[]): () => Promise<readonly string[]> {
  const left = [...answers];
  return () => Promise.resolve(left.shift() ?? []);
}

test.each([
  [['8.8.8.8'], ['8.8.8.8']],
  [
    ['10.0.0.1', '8.8.8.8', '2606:4700::1111', '::1'],
    ['8.8.8.8', '2606:4700::1111'],
  ],
])('of %o only the public ones are spoken to', async (found, open) => {
  expect(await new PublicAddresses([], answering(found)).of('push.example.org')).toEqual(open);
});

test.each([[[]], [['127.0.0.1']], [['192.168.0.1', 'fd00::1', '169.254.169.254']]])(
  'a name that leads to %o is not spoken to at all',
  async (found) => {
    await expect(new PublicAddresses([], answering(found)).of('push.example.org')).rejects.toThrow(NotPublic);
  },
);

test('an IP address is checked as well; a configured range is allowed', async () => {
  const noResolver = answering();
  await expect(new PublicAddresses([], noResolver).of('127.0.0.1')).rejects.toThrow(NotPublic);
  await expect(new PublicAddresses([], noResolver).of('[::1]')).rejects.toThrow(NotPublic);
  await expect(new PublicAddresses([], noResolver).of('[::ffff:7f00:1]')).rejects.toThrow(NotPublic);
  expect(await new PublicAddresses(['127.0.0.0/8'], noResolver).of('127.0.0.1')).toEqual(['127.0.0.1']);
});

test('a name that was public at the subscription but is not at the connection is refused', async () => {
  const addresses = new PublicAddresses([], answering(['8.8.8.8'], ['127.0.0.1']));
  expect(await addresses.of('push.example.org')).toEqual(['8.8.8.8']);
  const result = await new Promise((resolve) => {
    addresses.lookup('push.example.org', { all: true }, (error, found) => resolve(error ?? found));
  });
  expect(result).toBeInstanceOf(NotPublic);
});

test('the checked addresses are used for the connection, in both forms of lookup', async () => {
  const addresses = new PublicAddresses([], answering(['10.0.0.1', '8.8.8.8'], ['2606:4700::1111']));
  const all = await new Promise((resolve) => {
    addresses.lookup('push.example.org', { all: true }, (_error, found) => resolve(found));
  });
  expect(all).toEqual([{ address: '8.8.8.8', family: 4 }]);
  const one = await new Promise((resolve) => {
    addresses.lookup('push.example.org', {}, (_error, found, family) => resolve([found, family]));
  });
  expect(one).toEqual(['2606:4700::1111', 6]);
});
