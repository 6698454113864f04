import { CallNews, PushKey } from '@ringback/protocol';
import type { ReceivedPush } from '@ringback/testkit';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { declined, NoteClient, noteFor } from '../notes/notes.testing.ts';
import { newCallId, TestServer, until } from '../testing/testServer.ts';
import {
  newMessageId,
  newProfile,
  PushFixture,
  sendMessage,
  SleepingBrowser,
  subscribe,
} from './push.testing.ts';

test('a push about a call leads to the user’s own name for the caller', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { ada, grace, sleepingBrowser } = fixture;
  await grace.ok('contact:set', { userId: ada.userId, name: 'Aunt Ada' });
  const { id: callId } = await ada.place(grace);
  expect(await sleepingBrowser.newsOf(callId)).toMatchObject({ peer: { id: ada.userId, name: 'Aunt Ada' } });
});

test('a closed browser gets an encrypted and signed push for a call, which expires when it stops ringing', async () => {
  await using fixture = await PushFixture.start({ changes: { timeouts: { ringMs: 20_000 } } });
  const { server, service, ada, grace, sleepingBrowser } = fixture;
  const call = await ada.place(grace, 'video');
  const [wakeUp] = await sleepingBrowser.received(1);
  expect(wakeUp).toMatchObject({ wake: { call: call.id }, urgency: 'high', sub: 'https://127.0.0.1' });
  expect(wakeUp?.ttl).toBeLessThanOrEqual(20);
  expect(wakeUp?.ttl).toBeGreaterThan(10);
  expect(wakeUp?.topic).toMatch(/^[\w-]{32}$/);
  const key = v.parse(PushKey, await (await fetch(`${server.url}api/push/key`)).json());
  expect(wakeUp?.signedBy).toBe(key.key);
  expect(service.faults).toEqual([]);

  const { placedAt } = call;
  const news = await sleepingBrowser.newsOf(call.id);
  expect(news).toMatchObject({ state: 'ringing', peer: { name: 'Ada' }, media: 'video', placedAt });
  const seenByCaller = await ada.ok('call:get', { callId: call.id });
  expect(seenByCaller, 'a notification does not count as a ringing device').toMatchObject({
    phase: 'calling',
    ringing: [],
  });
});

test('a closed browser learns that a stranger calls, and what they say it is about', async () => {
  await using fixture = await PushFixture.start();
  const { ada, grace, sleepingBrowser } = fixture;
  const callId = newCallId();
  await ada.ok('call:place', { callId, to: grace.userId, media: 'audio', reason: 'About your parcel' });
  const news = await sleepingBrowser.newsOf(callId);
  expect(news).toMatchObject({ state: 'ringing', request: true, reason: 'About your parcel' });
});

test('the push about a missed call replaces the one about ringing, with its true time', async () => {
  await using fixture = await PushFixture.start();
  const { ada, grace, sleepingBrowser } = fixture;
  const call = await ada.place(grace);
  await sleepingBrowser.received(1);
  await ada.ok('call:end', { callId: call.id });
  const [rang, missed] = await sleepingBrowser.received(2);
  expect(missed?.wake).toEqual(rang?.wake);
  expect(missed?.topic).toBe(rang?.topic);
  expect(missed?.urgency).toBe('normal');
  expect(missed?.ttl).toBeGreaterThan(60 * 60);
  expect(await sleepingBrowser.newsOf(call.id)).toMatchObject({ state: 'missed', placedAt: call.placedAt });
});

test('a missed call that was seen, or whose caller called again, is reported as settled to a late wake-up', async () => {
  await using fixture = await PushFixture.start();
  const { server, ada, grace, sleepingBrowser } = fixture;
  const missed = await ada.place(grace);
  await ada.ok('call:end', { callId: missed.id });
  expect(await sleepingBrowser.newsOf(missed.id)).toMatchObject({ state: 'missed' });
  const back = await server.device('Grace');
  await back.ok('history:seen', { callIds: [missed.id] });
  expect(await sleepingBrowser.newsOf(missed.id)).toEqual({ state: 'settled', callId: missed.id });
  const first = await ada.place(grace);
  const again = await ada.place(grace);
  expect(await sleepingBrowser.newsOf(first.id)).toMatchObject({ state: 'settled' });
  expect(await sleepingBrowser.newsOf(again.id)).toMatchObject({ state: 'ringing' });
});

test('a call whose ring deadline passes is reported as missed', async () => {
  await using fixture = await PushFixture.start({ changes: { timeouts: { ringMs: 1_500 } } });
  const { ada, grace, sleepingBrowser } = fixture;
  const call = await ada.place(grace);
  await sleepingBrowser.received(2);
  expect(await sleepingBrowser.newsOf(call.id)).toMatchObject({ state: 'missed' });
  expect((await ada.pushedCall(call.id, 'ended')).end?.reason).toBe('unreachable');
});

test('the service worker declines a call', async () => {
  await using fixture = await PushFixture.start();
  const { server, ada, grace, sleepingBrowser } = fixture;
  const call = await ada.place(grace);
  await sleepingBrowser.received(1);
  const answer = await sleepingBrowser.ask(`calls/${call.id}/decline`, 'POST');
  expect(v.parse(CallNews, await answer.json())).toMatchObject({ state: 'settled' });
  expect((await ada.pushedCall(call.id, 'ended')).end).toMatchObject({
    reason: 'declined',
    by: grace.userId,
  });
  const back = await server.device('Grace');
  expect(await back.history()).toMatchObject([{ label: 'declined', callId: call.id }]);
  expect((await sleepingBrowser.ask(`calls/${call.id}/decline`, 'POST')).status, 'once more').toBe(200);
});

test('a call answered elsewhere is reported as over to the browser that showed it', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { ada, grace, sleepingBrowser } = fixture;
  const call = await ada.place(grace);
  await sleepingBrowser.received(1);
  await grace.ok('call:accept', { callId: call.id, media: 'audio' });
  await sleepingBrowser.received(2);
  expect(await sleepingBrowser.newsOf(call.id)).toMatchObject({ state: 'over', how: 'answered' });
  const late = await sleepingBrowser.ask(`calls/${call.id}/decline`, 'POST');
  expect(late.status).toBe(409);
});

test('a call handled in one browser, by its service worker or a tab, causes a push to the others only', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { ada, grace, sleepingBrowser: elsewhere } = fixture;
  const profile = newProfile();
  await grace.connect();
  await grace.ok('session:hello', { profile });
  const here = await fixture.browserOf(grace, profile);
  const declinedCall = await ada.place(grace);
  await here.received(1);
  await here.ask(`calls/${declinedCall.id}/decline`, 'POST');
  await ada.pushedCall(declinedCall.id, 'ended');
  const answered = await ada.place(grace);
  await grace.ok('call:accept', { callId: answered.id, media: 'audio' });
  await ada.ok('call:end', { callId: answered.id });
  const last = await ada.place(grace);
  const calls = (pushes: readonly ReceivedPush[]): string[] =>
    pushes.flatMap(({ wake }) => ('call' in wake ? [wake.call] : []));
  expect(calls(await elsewhere.received(5)).toSorted()).toEqual(
    [declinedCall, declinedCall, answered, answered, last].map(({ id }) => id).toSorted(),
  );
  expect(calls(await here.received(3)).toSorted()).toEqual(
    [declinedCall, answered, last].map(({ id }) => id).toSorted(),
  );
  expect(await here.newsOf(answered.id)).toMatchObject({ state: 'settled' });
  expect(await elsewhere.newsOf(answered.id)).toMatchObject({ state: 'over', how: 'answered' });
});

test('a browser with an open tab gets pushes about ringing calls only', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { ada, grace, sleepingBrowser: closed } = fixture;
  const profile = newProfile();
  await grace.connect();
  await grace.ok('session:hello', { profile });
  const tabOpen = await fixture.browserOf(grace, profile);
  await sendMessage(ada, grace);
  expect(await closed.received(1)).toMatchObject([{ wake: { peer: ada.userId } }]);
  const call = await ada.place(grace);
  expect(
    await tabOpen.received(1),
    'a ringing call is always pushed, because the tab may be suspended',
  ).toMatchObject([{ wake: { call: call.id } }]);
});

test('the text of a message never goes to the push service', async () => {
  await using fixture = await PushFixture.start();
  const { server, ada, grace, sleepingBrowser } = fixture;
  const long = 'x'.repeat(3_000);
  await sendMessage(ada, grace);
  await ada.ok('message:send', { id: newMessageId(), to: grace.userId, text: long });
  const [first, second] = await sleepingBrowser.received(2);
  expect(first?.wake).toMatchObject({ peer: ada.userId });
  expect(first?.bytes).toBe(second?.bytes);
  const news = await sleepingBrowser.newsFrom(ada);
  expect(news).toMatchObject({ peer: { name: 'Ada' }, unread: 2, last: { sent: { text: long } } });
  const back = await server.device('Grace');
  await back.ok('conversation:mark', { peer: ada.userId, read: news.last?.sentAt ?? 0 });
  expect(await sleepingBrowser.newsFrom(ada)).toMatchObject({ unread: 0 });
});

test('a note causes a push to its recipient, and counts as unread until it is played', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { server, ada, grace, sleepingBrowser } = fixture;
  const callId = await declined(ada, grace);
  await sleepingBrowser.received(2);
  await grace.leave();
  const note = await new NoteClient(server, ada).send(noteFor(callId));
  const [, , wakeUp] = await sleepingBrowser.received(3);
  expect(wakeUp).toMatchObject({ wake: { peer: ada.userId }, urgency: 'normal' });
  expect(await sleepingBrowser.newsFrom(ada)).toMatchObject({
    peer: { name: 'Ada' },
    unread: 1,
    last: { sent: { kind: 'note', media: 'audio', durationMs: 5_000 }, sentAt: note.sentAt },
  });
  await sendMessage(ada, grace);
  expect(await sleepingBrowser.newsFrom(ada)).toMatchObject({ unread: 2, last: { sent: { text: 'Hello' } } });
  const back = await server.device('Grace');
  await back.ok('note:played', { noteId: note.id });
  expect(await sleepingBrowser.newsFrom(ada)).toMatchObject({ unread: 1 });
});

test.each(['hidden', 'silenced'] as const)(
  'a caller who is %s causes no push, however the call ends',
  async (visibility) => {
    await using fixture = await PushFixture.start({ changes: { timeouts: { ringMs: 1_000 } } });
    const { server, ada, grace, sleepingBrowser } = fixture;
    const mallory = await server.device('Mallory');
    const back = await server.device('Grace');
    if (visibility === 'hidden')
      await back.ok('privacy:setRules', { userId: mallory.userId, change: { blocksCalls: true } });
    else await back.ok('settings:set', { strangers: 'silence' });
    await back.ok('contact:set', { userId: ada.userId });
    await back.leave();
    const canceled = await mallory.place(grace);
    expect((await sleepingBrowser.ask(`calls/${canceled.id}`)).status).toBe(404);
    expect((await sleepingBrowser.ask(`calls/${canceled.id}/decline`, 'POST')).status).toBe(404);
    await mallory.ok('call:end', { callId: canceled.id });
    const unanswered = await mallory.place(grace);
    await mallory.pushedCall(unanswered.id, 'ended');
    const call = await ada.place(grace);
    expect(await sleepingBrowser.received(1)).toMatchObject([{ wake: { call: call.id } }]);
  },
);

test('a service worker’s token gives no access to other calls or to requests of tabs, and none once revoked', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { server, ada, grace, sleepingBrowser } = fixture;
  const stranger = await fixture.browserOf(await server.device('Linus'));
  const call = await ada.place(grace);
  expect((await stranger.ask(`calls/${call.id}`)).status).toBe(404);
  expect((await stranger.ask(`calls/${call.id}/decline`, 'POST')).status).toBe(404);
  expect((await stranger.ask(`people/${ada.userId}`)).status).toBe(404);
  expect((await stranger.ask('calls/nonsense')).status).toBe(404);
  expect((await sleepingBrowser.ask(`calls/${call.id}`)).status).toBe(200);
  const asTab = await server.post('api/devices', {}, { authorization: `Bearer ${sleepingBrowser.token}` });
  expect(asTab.status).toBe(401);
  const asWorker = await fetch(`${server.url}api/push/calls/${call.id}`, {
    headers: { authorization: `Bearer ${grace.signedIn.token}` },
  });
  expect(asWorker.status).toBe(401);
  expect((await sleepingBrowser.ask('subscription', 'DELETE')).status).toBe(204);
  expect((await sleepingBrowser.ask(`calls/${call.id}`)).status).toBe(401);
  expect((await fetch(`${server.url}api/push/calls/${call.id}`)).status).toBe(401);
});

test('a subscription that has ended is removed', async () => {
  await using fixture = await PushFixture.start();
  const { service, ada, grace, sleepingBrowser } = fixture;
  service.reply = { status: 410 };
  await sendMessage(ada, grace);
  await until(() => sleepingBrowser.isRemoved(), 'the subscription is removed');
  const { requests } = service;
  await sendMessage(ada, grace);
  expect(service.requests).toBe(requests);
});

test('a push service that does not answer delays neither calls, messages nor stopping', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { service, ada, grace } = fixture;
  service.reply = 'never';
  for (let n = 0; n < 5; n++) {
    const call = await ada.place(grace);
    await grace.pushedCall(call.id, 'calling');
    await ada.ok('call:end', { callId: call.id });
    await grace.pushedCall(call.id, 'ended');
    await sendMessage(ada, grace);
  }
  await until(() => service.requests >= 5, 'the pushes are being sent');
  expect(await ada.history()).toHaveLength(5);
});

test('idle connections to a push service that keeps them open are closed by the server', async () => {
  await using fixture = await PushFixture.start();
  const { service, ada, grace, sleepingBrowser } = fixture;
  await sendMessage(ada, grace);
  await sleepingBrowser.received(1);
  expect(await service.connections()).toBe(1);
  await until(async () => (await service.connections()) === 0, 'the connection is closed');
});

test('a message that a push service cannot take now is retried', async () => {
  await using fixture = await PushFixture.start();
  const { service, ada, grace, sleepingBrowser } = fixture;
  service.reply = { status: 503, headers: { 'retry-after': '1' } };
  const call = await ada.place(grace);
  await until(() => service.requests === 1, 'the first attempt was made');
  service.reply = { status: 201 };
  expect(await sleepingBrowser.received(1)).toMatchObject([{ wake: { call: call.id } }]);
});

test('a user has one subscription for each profile, and only the latest ones up to a limit', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { ada, grace } = fixture;
  const profile = newProfile();
  const replaced = await fixture.browserOf(grace, profile);
  const first = await fixture.browserOf(grace, profile);
  expect(await replaced.isRemoved()).toBe(true);
  const others: SleepingBrowser[] = [];
  for (let n = 0; n < 10; n++) others.push(await fixture.browserOf(grace));
  await grace.leave();
  await sendMessage(ada, grace);
  for (const sleepingBrowser of others) await sleepingBrowser.received(1);
  expect(await first.isRemoved()).toBe(true);
});

/** Endpoints that must be refused, with the reason. */
const refusedEndpoints = [
  ['plain http', 'http://127.0.0.1/wake'],
  ['a name that resolves only on this machine', 'https://localhost/wake'],
  ['loopback', 'https://127.0.0.1/wake'],
  ['loopback as a mapped IPv6 address', 'https://[::ffff:7f00:1]/wake'],
  ['loopback as a number', 'https://2130706433/wake'],
  ['a private network', 'https://10.0.0.1/wake'],
  ['a cloud metadata service', 'https://169.254.169.254/latest'],
  ['a user and a password', 'https://ada:secret@127.0.0.1/wake'],
  ['no address', 'https:///wake'],
] as const;

/** Well-formed, but not a point on the curve. */
const invalidKeys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) };

test('an endpoint in the server’s own network is refused', async () => {
  await using server = await TestServer.start();
  const grace = await server.device('Grace');
  const answered: [string, number][] = [];
  for (const [what, endpoint] of refusedEndpoints)
    answered.push([what, (await subscribe(server, grace, { endpoint, keys: invalidKeys })).status]);
  expect(answered).toEqual(refusedEndpoints.map(([what]) => [what, 400]));
});

test('a subscription whose keys are no point on the curve is removed, and others still get pushes', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { server, service, ada, grace, sleepingBrowser } = fixture;
  const { endpoint } = sleepingBrowser.browser.address;
  const invalid = await SleepingBrowser.of(server, service, grace, newProfile(), {
    endpoint,
    keys: invalidKeys,
  });
  await sendMessage(ada, grace);
  await until(() => invalid.isRemoved(), 'the subscription is removed');
  expect(await sleepingBrowser.received(1)).toMatchObject([{ wake: { peer: ada.userId } }]);
});

test('subscriptions and keys survive a restart; with PUSH=off every request is not found', async () => {
  await using fixture = await PushFixture.start();
  const { server, ada, grace, sleepingBrowser } = fixture;
  await sendMessage(ada, grace);
  await sleepingBrowser.received(1);
  await server.restart();
  await sendMessage(await server.device('Ada'), grace);
  const [before, after] = await sleepingBrowser.received(2);
  expect(after?.signedBy).toBe(before?.signedBy);
  await server.restart({ push: 'off' });
  expect((await fetch(`${server.url}api/push/key`)).status).toBe(404);
  expect((await sleepingBrowser.ask(`people/${ada.userId}`)).status).toBe(404);
});
