import { LinkOffer, LinkQuestion, LinkStatus, type SignedIn } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';

const phone = { form: 'phone', browser: 'Safari' } as const;

/** A new browser that asks to be linked, and signed-in ones that answer. */
class LinkFixture implements AsyncDisposable {
  readonly server: TestServer;

  constructor(server: TestServer) {
    this.server = server;
  }

  static async start(): Promise<LinkFixture> {
    return new LinkFixture(await TestServer.start());
  }

  async offer(): Promise<LinkOffer> {
    return v.parse(LinkOffer, await (await this.server.post('api/link', { kind: phone })).json());
  }

  async status({ secret }: LinkOffer): Promise<LinkStatus> {
    return v.parse(LinkStatus, await (await this.server.post('api/link/status', { secret })).json());
  }

  answer(by: SignedIn, path: 'claim' | 'confirm', body: object): Promise<Response> {
    return this.server.post(`api/link/${path}`, body, { authorization: `Bearer ${by.token}` });
  }

  async claim(by: SignedIn, code: string): Promise<LinkQuestion> {
    return v.parse(LinkQuestion, await (await this.answer(by, 'claim', { code })).json());
  }

  /** The number that the new browser shows, and those that the other one chooses from. */
  async scanned(by: SignedIn, offer: LinkOffer): Promise<{ number: number; numbers: readonly number[] }> {
    const { numbers } = await this.claim(by, offer.code);
    const status = await this.status(offer);
    if (status.state !== 'scanned') throw new Error(`It is ${status.state}.`);
    if (status.name !== by.me.name) throw new Error('It is told another name.');
    return { number: status.number, numbers };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server[Symbol.asyncDispose]();
  }
}

test('the right number makes the new browser a device of the same user, with a token that only it gets', async () => {
  await using fixture = await LinkFixture.start();
  const { server } = fixture;
  const ada = await server.signIn('Ada');
  const offer = await fixture.offer();
  const { number, numbers } = await fixture.scanned(ada, offer);
  expect(new Set(numbers)).toHaveProperty('size', 3);
  expect(numbers).toContain(number);
  const waiting = fixture.status(offer);
  const confirmed = await fixture.answer(ada, 'confirm', { code: offer.code, number });
  expect([confirmed.status, await confirmed.text()]).toEqual([204, '']);
  const linked = await waiting;
  if (linked.state !== 'linked') throw new Error(`It is ${linked.state}.`);
  expect(linked.signedIn.me).toEqual(ada.me);
  expect(linked.signedIn.device.id).not.toBe(ada.device.id);
  const list = await fetch(`${server.url}api/sessions`, {
    headers: { authorization: `Bearer ${linked.signedIn.token}` },
  });
  expect(await list.json()).toMatchObject({ sessions: [{ kind: phone, isThis: true }, { isThis: false }] });
});

test('a code works once: not again, not for another person, and its secret gives one token', async () => {
  await using fixture = await LinkFixture.start();
  const [ada, mallory] = [await fixture.server.signIn('Ada'), await fixture.server.signIn('Mallory')];
  const offer = await fixture.offer();
  const { number } = await fixture.scanned(ada, offer);
  const { code } = offer;
  expect((await fixture.answer(mallory, 'claim', { code })).status).toBe(404);
  expect((await fixture.answer(mallory, 'confirm', { code, number })).status).toBe(404);
  expect((await fixture.answer(ada, 'confirm', { code, number })).status).toBe(204);
  expect((await fixture.answer(ada, 'confirm', { code, number })).status).toBe(404);
  expect(await fixture.status(offer)).toMatchObject({ state: 'linked' });
  expect(await fixture.status(offer)).toEqual({ state: 'ended', why: 'expired' });
  expect((await fixture.answer(ada, 'claim', { code })).status).toBe(404);
});

test('a wrong number ends it: the right one is too late', async () => {
  await using fixture = await LinkFixture.start();
  const ada = await fixture.server.signIn('Ada');
  const offer = await fixture.offer();
  const { number, numbers } = await fixture.scanned(ada, offer);
  const wrong = numbers.find((other) => other !== number);
  const { code } = offer;
  expect((await fixture.answer(ada, 'confirm', { code, number: wrong })).status).toBe(409);
  expect((await fixture.answer(ada, 'confirm', { code, number })).status).toBe(404);
  expect(await fixture.status(offer)).toEqual({ state: 'ended', why: 'wrong' });
});

test('two devices claim a code at once: one of them gets the question', async () => {
  await using fixture = await LinkFixture.start();
  const [first, second] = [await fixture.server.signIn('Ada'), await fixture.server.signIn('Ada')];
  const { code } = await fixture.offer();
  const answers = await Promise.all([first, second].map((by) => fixture.answer(by, 'claim', { code })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
});

test('the device that confirmed is signed out before the new browser asks: it gets nothing', async () => {
  await using fixture = await LinkFixture.start();
  const ada = await fixture.server.signIn('Ada');
  const offer = await fixture.offer();
  const { number } = await fixture.scanned(ada, offer);
  await fixture.answer(ada, 'confirm', { code: offer.code, number });
  const headers = { authorization: `Bearer ${ada.token}` };
  await fetch(`${fixture.server.url}api/session`, { method: 'DELETE', headers });
  expect(await fixture.status(offer)).toEqual({ state: 'ended', why: 'refused' });
});

test('guesses of codes are limited by user', async () => {
  await using fixture = await LinkFixture.start();
  const ada = await fixture.server.signIn('Ada');
  const statuses = new Set<number>();
  for (let n = 0; n < 30; n++)
    statuses.add((await fixture.answer(ada, 'claim', { code: 'A'.repeat(12) })).status);
  expect([...statuses]).toEqual([404, 429]);
});

test('a code may be typed in groups, in small letters, and with look-alikes', async () => {
  await using fixture = await LinkFixture.start();
  const ada = await fixture.server.signIn('Ada');
  const { code } = await fixture.offer();
  const typed = code
    .toLowerCase()
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replace(/(.{4})/g, '$1- ');
  expect((await fixture.claim(ada, typed)).kind).toEqual(phone);
});

test('without a sign-in a code is worth nothing, and malformed requests are refused', async () => {
  await using fixture = await LinkFixture.start();
  const { code } = await fixture.offer();
  expect((await fixture.server.post('api/link/claim', { code })).status).toBe(401);
  const ada = await fixture.server.signIn('Ada');
  for (const body of [{}, { code: 1 }, { code: 'short' }, { code: `${code}X` }, [], null])
    expect((await fixture.answer(ada, 'claim', body as object)).status).toBe(400);
  expect((await fixture.server.post('api/link/status', { secret: 'x' })).status).toBe(400);
});

test('an address that asks for many codes keeps the latest ones', async () => {
  await using fixture = await LinkFixture.start();
  const ada = await fixture.server.signIn('Ada');
  const offers: LinkOffer[] = [];
  for (let n = 0; n < 11; n++) offers.push(await fixture.offer());
  const statuses = await Promise.all(
    [offers[0], offers[10]].map((offer) => fixture.answer(ada, 'claim', { code: offer?.code })),
  );
  expect(statuses.map(({ status }) => status)).toEqual([404, 200]);
});
