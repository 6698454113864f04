import { randomUUID } from 'node:crypto';
import {
  CallNews,
  ConversationNews,
  MessageId,
  ProfileId,
  PushKey,
  Subscribed,
  type PushAddress,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { declined, NoteClient, noteFor } from '../notes/notes.testing.ts';
import { Rig, until, type Changes, type Device } from '../server.testing.ts';
import type { Choices } from '../server.ts';
import { PushService, type Browser, type Received } from './pushService.testing.ts';

const newProfile = (): ProfileId => v.parse(ProfileId, randomUUID());
const newMessageId = (): MessageId => v.parse(MessageId, randomUUID());

/** A push service on this machine is allowed to these servers alone. */
const here = { pushAllow: ['127.0.0.0/8'] } satisfies Changes;

async function start(changes: Changes = {}, choices: Choices = {}): Promise<Rig> {
  return Rig.start({ ...here, ...changes }, choices);
}

async function subscribe(
  rig: Rig,
  { signedIn }: Pick<Device, 'signedIn'>,
  address: PushAddress,
  profile = newProfile(),
): Promise<Response> {
  const headers = { authorization: `Bearer ${signedIn.token}` };
  return rig.post('api/push/subscriptions', { address, profile }, headers);
}

/** A browser of a user, and its service worker: what it is woken up by, and what it asks then. */
class Sleeper {
  readonly browser: Browser;
  readonly token: string;
  readonly #rig: Rig;
  readonly #service: PushService;

  private constructor(rig: Rig, service: PushService, browser: Browser, token: string) {
    this.#rig = rig;
    this.#service = service;
    this.browser = browser;
    this.token = token;
  }

  /** Somebody subscribes in a tab. */
  static async of(rig: Rig, service: PushService, device: Device, profile = newProfile()): Promise<Sleeper> {
    const browser = service.browser();
    const response = await subscribe(rig, device, browser.address, profile);
    return new Sleeper(rig, service, browser, v.parse(Subscribed, await response.json()).token);
  }

  got(count: number): Promise<readonly Received[]> {
    return this.#service.at(this.browser, count);
  }

  ask(path: string, method = 'GET'): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}` };
    return fetch(`${this.#rig.url}api/push/${path}`, { method, headers });
  }

  async newsOf(callId: string): Promise<CallNews> {
    return v.parse(CallNews, await (await this.ask(`calls/${callId}`)).json());
  }
}

/** Says something to somebody whose browser sleeps, and waits until it was told: whatever was to come before, has. */
async function sayHello(from: Device, to: UserId): Promise<void> {
  await from.ok('message:send', { id: newMessageId(), to, text: 'Hello' });
}

test('who calls goes by the name that the user gave them', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  await grace.ok('contact:set', { userId: ada.userId, name: 'Aunt Ada' });
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  const { id: callId } = await ada.place(grace);
  expect(await sleeper.newsOf(callId)).toMatchObject({ peer: { id: ada.userId, name: 'Aunt Ada' } });
});

test('a closed browser is woken up for a call, sealed and signed, for no longer than it rings', async () => {
  await using service = await PushService.start();
  await using rig = await start({ timeouts: { ringMs: 20_000 } });
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  const call = await ada.place(grace, 'video');
  const [wakeUp] = await sleeper.got(1);
  expect(wakeUp).toMatchObject({
    wake: { call: call.id },
    urgency: 'high',
    sub: 'https://127.0.0.1',
  });
  expect(wakeUp?.ttl).toBeLessThanOrEqual(20);
  expect(wakeUp?.ttl).toBeGreaterThan(10);
  expect(wakeUp?.topic).toMatch(/^[\w-]{32}$/);
  const key = v.parse(PushKey, await (await fetch(`${rig.url}api/push/key`)).json());
  expect(wakeUp?.signedBy).toBe(key.key);
  expect(service.faults).toEqual([]);

  const news = await sleeper.newsOf(call.id);
  expect(news).toMatchObject({
    state: 'ringing',
    peer: { name: 'Ada' },
    media: 'video',
    placedAt: call.placedAt,
  });
  const shown = await ada.ok('call:get', { callId: call.id });
  expect(shown, 'a notification is no device that rings').toMatchObject({ phase: 'calling', ringing: [] });
});

test('a call that was missed is told in place of the one that rang, at its true time', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  const call = await ada.place(grace);
  await sleeper.got(1);
  await ada.ok('call:end', { callId: call.id });
  const [rang, missed] = await sleeper.got(2);
  expect(missed?.wake).toEqual(rang?.wake);
  expect(missed?.topic).toBe(rang?.topic);
  expect(missed?.urgency).toBe('normal');
  expect(missed?.ttl).toBeGreaterThan(60 * 60);
  expect(await sleeper.newsOf(call.id)).toMatchObject({ state: 'missed', placedAt: call.placedAt });
});

test('a ring deadline that passes is told as missed, too', async () => {
  await using service = await PushService.start();
  await using rig = await start({ timeouts: { ringMs: 1_500 } });
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  const call = await ada.place(grace);
  await sleeper.got(2);
  expect(await sleeper.newsOf(call.id)).toMatchObject({ state: 'missed' });
  expect((await ada.told(call.id, 'ended')).end?.reason).toBe('unreachable');
});

test('the service worker declines, without a window', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  const call = await ada.place(grace);
  await sleeper.got(1);
  const answer = await sleeper.ask(`calls/${call.id}/decline`, 'POST');
  expect(v.parse(CallNews, await answer.json())).toMatchObject({ state: 'over', how: 'declined' });
  expect((await ada.told(call.id, 'ended')).end).toMatchObject({ reason: 'declined', by: grace.userId });
  const back = await rig.device('Grace');
  expect(await back.history()).toMatchObject([{ label: 'declined', callId: call.id }]);
  expect((await sleeper.ask(`calls/${call.id}/decline`, 'POST')).status, 'once more').toBe(200);
});

test('answered elsewhere: the browser that showed it is told that it is over', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace, linus] = await rig.devices('Ada', 'Grace', 'Linus');
  const sleeper = await Sleeper.of(rig, service, grace);
  const call = await ada.place(grace);
  await sleeper.got(1);
  await grace.ok('call:accept', { callId: call.id, media: 'audio' });
  await sleeper.got(2);
  expect(await sleeper.newsOf(call.id)).toMatchObject({ state: 'over', how: 'answered' });
  const late = await sleeper.ask(`calls/${call.id}/decline`, 'POST');
  expect(late.status).toBe(409);
  expect(linus.pushes('call:changed')).toEqual([]);
});

test('where a tab of the same browser is open, it tells of what was missed itself', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const ada = await rig.device('Ada');
  const profile = newProfile();
  const grace = await rig.device('Grace');
  await grace.connect();
  await grace.ok('session:hello', { profile });
  const [tabOpen, closed] = [
    await Sleeper.of(rig, service, grace, profile),
    await Sleeper.of(rig, service, grace),
  ];
  await sayHello(ada, grace.userId);
  expect(await closed.got(1)).toMatchObject([{ wake: { peer: ada.userId } }]);
  const call = await ada.place(grace);
  expect(await tabOpen.got(1), 'it rings there in any case: the tab may be asleep').toMatchObject([
    { wake: { call: call.id } },
  ]);
});

test('a message: what it says never leaves for the push service', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  await sayHello(ada, grace.userId);
  await ada.ok('message:send', { id: newMessageId(), to: grace.userId, text: 'x'.repeat(3_000) });
  const [first, second] = await sleeper.got(2);
  expect(first?.wake).toMatchObject({ peer: ada.userId });
  expect(first?.bytes).toBe(second?.bytes);
  const news = v.parse(ConversationNews, await (await sleeper.ask(`people/${ada.userId}`)).json());
  expect(news).toMatchObject({
    peer: { name: 'Ada' },
    unread: 2,
    last: { sent: { text: 'x'.repeat(3_000) } },
  });
  const back = await rig.device('Grace');
  await back.ok('conversation:mark', { peer: ada.userId, read: news.last?.sentAt ?? 0 });
  expect(await (await sleeper.ask(`people/${ada.userId}`)).json()).toMatchObject({ unread: 0 });
});

test('a note wakes its callee up, and counts among what waits until it is played', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const callId = await declined(ada, grace);
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  const note = await new NoteClient(rig, ada).send(noteFor(callId));
  expect(await sleeper.got(1)).toMatchObject([{ wake: { peer: ada.userId }, urgency: 'normal' }]);
  const news = async (): Promise<unknown> => (await sleeper.ask(`people/${ada.userId}`)).json();
  expect(await news()).toMatchObject({
    peer: { name: 'Ada' },
    unread: 1,
    last: { sent: { kind: 'note', media: 'audio', durationMs: 5_000 }, sentAt: note.sentAt },
  });
  await sayHello(ada, grace.userId);
  expect(await news()).toMatchObject({ unread: 2, last: { sent: { kind: 'text', text: 'Hello' } } });
  const back = await rig.device('Grace');
  await back.ok('note:played', { noteId: note.id });
  expect(await news()).toMatchObject({ unread: 1 });
});

test.each(['hidden', 'silenced'] as const)(
  'a caller who is %s wakes nobody up, whatever the end',
  async (reach) => {
    await using service = await PushService.start();
    let strange: UserId | undefined;
    await using rig = await start(
      { timeouts: { ringMs: 1_000 } },
      { reachOf: (from) => (from === strange ? reach : 'open') },
    );
    const [ada, grace, mallory] = await rig.devices('Ada', 'Grace', 'Mallory');
    strange = mallory.userId;
    const sleeper = await Sleeper.of(rig, service, grace);
    await grace.leave();
    const canceled = await mallory.place(grace);
    expect((await sleeper.ask(`calls/${canceled.id}`)).status).toBe(404);
    expect((await sleeper.ask(`calls/${canceled.id}/decline`, 'POST')).status).toBe(404);
    await mallory.ok('call:end', { callId: canceled.id });
    const unanswered = await mallory.place(grace);
    await mallory.told(unanswered.id, 'ended');
    const call = await ada.place(grace);
    expect(await sleeper.got(1)).toMatchObject([{ wake: { call: call.id } }]);
  },
);

test('nobody else learns anything by a token: not of other calls, not as a tab, not once it is given back', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace, linus] = await rig.devices('Ada', 'Grace', 'Linus');
  const stranger = await Sleeper.of(rig, service, linus);
  const sleeper = await Sleeper.of(rig, service, grace);
  const call = await ada.place(grace);
  expect((await stranger.ask(`calls/${call.id}`)).status).toBe(404);
  expect((await stranger.ask(`calls/${call.id}/decline`, 'POST')).status).toBe(404);
  expect((await stranger.ask(`people/${ada.userId}`)).status).toBe(404);
  expect((await stranger.ask('calls/nonsense')).status).toBe(404);
  expect((await sleeper.ask(`calls/${call.id}`)).status).toBe(200);
  const asTab = await rig.post('api/devices', {}, { authorization: `Bearer ${sleeper.token}` });
  expect(asTab.status).toBe(401);
  const asWorker = await fetch(`${rig.url}api/push/calls/${call.id}`, {
    headers: { authorization: `Bearer ${grace.signedIn.token}` },
  });
  expect(asWorker.status).toBe(401);
  expect((await sleeper.ask('subscription', 'DELETE')).status).toBe(204);
  expect((await sleeper.ask(`calls/${call.id}`)).status).toBe(401);
  expect((await fetch(`${rig.url}api/push/calls/${call.id}`)).status).toBe(401);
});

test('a browser that its push service knows no more is forgotten', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  service.manner = { status: 410 };
  await sayHello(ada, grace.userId);
  await until(async () => (await sleeper.ask(`people/${ada.userId}`)).status === 401, 'it is forgotten');
  const { requests } = service;
  await sayHello(ada, grace.userId);
  expect(service.requests).toBe(requests);
});

test('a push service that does not answer holds nothing up: calls, messages, stopping', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  await Sleeper.of(rig, service, grace);
  service.manner = 'never';
  for (let n = 0; n < 5; n++) {
    const call = await ada.place(grace);
    await grace.told(call.id, 'calling');
    await ada.ok('call:end', { callId: call.id });
    await grace.told(call.id, 'ended');
    await sayHello(ada, grace.userId);
  }
  await until(() => service.requests >= 5, 'they are under way');
  expect(await ada.history()).toHaveLength(5);
});

test('what a push service refuses for a while is tried again', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const sleeper = await Sleeper.of(rig, service, grace);
  await grace.leave();
  service.manner = { status: 503, headers: { 'retry-after': '1' } };
  const call = await ada.place(grace);
  await until(() => service.requests === 1, 'it was tried');
  service.manner = { status: 201 };
  expect(await sleeper.got(1)).toMatchObject([{ wake: { call: call.id } }]);
});

test('a user has so many browsers woken up, the latest ones; each profile once', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const profile = newProfile();
  const replaced = await Sleeper.of(rig, service, grace, profile);
  const first = await Sleeper.of(rig, service, grace, profile);
  expect((await replaced.ask(`people/${ada.userId}`)).status).toBe(401);
  const others: Sleeper[] = [];
  for (let n = 0; n < 10; n++) others.push(await Sleeper.of(rig, service, grace));
  await grace.leave();
  await sayHello(ada, grace.userId);
  for (const sleeper of others) await sleeper.got(1);
  expect((await first.ask(`people/${ada.userId}`)).status).toBe(401);
});

/** Where no push service is, and what stands there. */
const elsewhere = [
  ['plain http', 'http://127.0.0.1/wake'],
  ['a name that only this machine knows', 'https://localhost/wake'],
  ['loopback', 'https://127.0.0.1/wake'],
  ['loopback in disguise', 'https://[::ffff:7f00:1]/wake'],
  ['loopback as a number', 'https://2130706433/wake'],
  ['a private network', 'https://10.0.0.1/wake'],
  ['metadata of a cloud', 'https://169.254.169.254/latest'],
  ['a user and a password', 'https://ada:secret@127.0.0.1/wake'],
  ['no address', 'https:///wake'],
] as const;

test('nobody points the server at its own network', async () => {
  await using rig = await Rig.start();
  const grace = await rig.device('Grace');
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) };
  const answered: [string, number][] = [];
  for (const [what, endpoint] of elsewhere)
    answered.push([what, (await subscribe(rig, grace, { endpoint, keys })).status]);
  expect(answered).toEqual(elsewhere.map(([what]) => [what, 400]));
});

test('keys that fit no curve: the browser is forgotten, and the server goes on', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const { endpoint } = service.browser().address;
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) };
  const response = await subscribe(rig, grace, { endpoint, keys });
  const { token } = v.parse(Subscribed, await response.json());
  await sayHello(ada, grace.userId);
  const headers = { authorization: `Bearer ${token}` };
  await until(
    async () => (await fetch(`${rig.url}api/push/people/${ada.userId}`, { headers })).status === 401,
    'it is forgotten',
  );
  expect(service.requests).toBe(0);
});

test('subscriptions and keys outlive a restart; switched off, nothing is found', async () => {
  await using service = await PushService.start();
  await using rig = await start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const sleeper = await Sleeper.of(rig, service, grace);
  await sayHello(ada, grace.userId);
  await sleeper.got(1);
  await rig.restart();
  const back = await rig.device('Ada');
  await sayHello(back, grace.userId);
  const [before, after] = await sleeper.got(2);
  expect(after?.signedBy).toBe(before?.signedBy);
  await rig.restart({ push: 'off' });
  expect((await fetch(`${rig.url}api/push/key`)).status).toBe(404);
  expect((await sleeper.ask(`people/${ada.userId}`)).status).toBe(404);
});
