import { expect, test } from 'vitest';
import { newCallId, TestServer } from '../testing/testServer.ts';
import { watchedStorage } from '../testing/watchedStorage.ts';

test('a user has one budget over all sockets, and gets it back', async () => {
  await using small = await TestServer.start({ limits: { userUnits: 100, userUnitsPerSecond: 40 } });
  const [tab, otherTab, other] = await small.devices('Ada', 'Ada', 'Grace');
  const answers = await Promise.all(
    [tab, otherTab].flatMap((device) =>
      Array.from({ length: 10 }, () => device.raw('conversation:list', {})),
    ),
  );
  expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(3);
  expect(answers.at(-1)).toMatchObject({
    error: { code: 'tooMany', retryAfterMs: expect.any(Number) as number },
  });
  expect(await other.codeOf('conversation:list', {})).toBe('ok');
  await expect.poll(() => otherTab.codeOf('conversation:list', {})).toBe('ok');
});

test('an address has one budget over all users, files included, which leaves room for calls', async () => {
  await using small = await TestServer.start({ limits: { addressUnits: 200, addressUnitsPerSecond: 1 } });
  const [ada, grace] = await small.devices('Ada', 'Grace');
  const answers = await Promise.all(
    [ada, grace].flatMap((device) => Array.from({ length: 5 }, () => device.codeOf('conversation:list', {}))),
  );
  expect(answers).toContain('tooMany');
  let status = 200;
  for (let n = 0; n < 50 && status === 200; n++) status = (await fetch(`${small.url}api/config`)).status;
  expect(status).toBe(429);
  expect((await fetch(`${small.url}healthz`)).status).toBe(200);
  expect(await ada.codeOf('call:place', { callId: newCallId(), to: grace.userId, media: 'audio' })).toBe(
    'ok',
  );
});

test('a host who allows a socket more requests allows their bytes, too', async () => {
  const limits = { requestsPerSecond: 600, requestBurst: 600, signalBytesPerSecond: 10_000 };
  await using generous = await TestServer.start({ limits });
  const ada = await generous.device('Ada');
  const text = 'x'.repeat(2_000);
  const sendings = Array.from({ length: 50 }, () => ada.codeOf('message:send', { id: text, to: text, text }));
  expect(new Set(await Promise.all(sendings))).toEqual(new Set(['badRequest']));
});

test('a person searches for thirty others a minute', async () => {
  await using small = await TestServer.start({ limits: { findsPerMinute: 30 } });
  const ada = await small.device('Ada');
  const codes: string[] = [];
  for (let n = 0; n < 31; n++) codes.push(await ada.codeOf('people:find', { name: `Nobody ${n}` }));
  expect(codes).toEqual([...Array.from({ length: 30 }, () => 'notFound'), 'tooMany']);
});

test('two lists of a user are read at once, the others wait and are all answered', async () => {
  let underWay = 0;
  let most = 0;
  const openStorage = watchedStorage(async (name, run) => {
    if (name !== 'conversations:of') return run();
    most = Math.max(most, (underWay += 1));
    const output = await run();
    underWay -= 1;
    return output;
  });
  await using small = await TestServer.start({}, { openStorage });
  const devices = await small.devices('Ada', 'Ada');
  const codes = await Promise.all(
    devices.flatMap((device) => Array.from({ length: 10 }, () => device.codeOf('conversation:list', {}))),
  );
  expect(new Set(codes)).toEqual(new Set(['ok']));
  expect(most).toBe(2);
});
