import { randomUUID } from 'node:crypto';
import {
  CallNews,
  ConversationNews,
  MessageId,
  ProfileId,
  Subscribed,
  type CallId,
  type PushAddress,
  type UserId,
} from '@ringback/protocol';
import { PushService, type ReceivedPush, type SubscribedBrowser } from '@ringback/testkit';
import * as v from 'valibot';
import type { ServerOptions } from '../server.ts';
import { TestServer, type ConfigOverrides, type Device } from '../testing/testServer.ts';

export const newProfile = (): ProfileId => v.parse(ProfileId, randomUUID());
export const newMessageId = (): MessageId => v.parse(MessageId, randomUUID());

/** `grace`: whether Grace has a tab open; by default she has closed all of them. */
interface FixtureOptions {
  readonly changes?: ConfigOverrides;
  readonly options?: ServerOptions;
  readonly grace?: 'here' | 'away';
}

/** A server, a local push service, Ada in a tab, and a browser of Grace that is subscribed to push messages. */
export class PushFixture implements AsyncDisposable {
  readonly server: TestServer;
  readonly service: PushService;
  readonly ada: Device;
  readonly grace: Device;
  readonly sleepingBrowser: SleepingBrowser;

  private constructor(
    server: TestServer,
    service: PushService,
    [ada, grace]: readonly [Device, Device],
    sleepingBrowser: SleepingBrowser,
  ) {
    this.server = server;
    this.service = service;
    this.ada = ada;
    this.grace = grace;
    this.sleepingBrowser = sleepingBrowser;
  }

  static async start({
    changes = {},
    options = {},
    grace: where = 'away',
  }: FixtureOptions = {}): Promise<PushFixture> {
    const service = await PushService.start();
    const server = await TestServer.start({ pushAllow: ['127.0.0.0/8'], ...changes }, options);
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const sleepingBrowser = await SleepingBrowser.of(server, service, grace);
    if (where === 'away') await grace.leave();
    return new PushFixture(server, service, [ada, grace], sleepingBrowser);
  }

  /** Another subscribed browser of a user. */
  browserOf(device: Device, profile = newProfile()): Promise<SleepingBrowser> {
    return SleepingBrowser.of(this.server, this.service, device, profile);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.service[Symbol.asyncDispose]();
  }
}

/** A subscribed browser: the push messages it gets, and the requests of its service worker. */
export class SleepingBrowser {
  readonly browser: SubscribedBrowser;
  readonly token: string;
  readonly #server: TestServer;
  readonly #service: PushService;

  private constructor(server: TestServer, service: PushService, browser: SubscribedBrowser, token: string) {
    this.#server = server;
    this.#service = service;
    this.browser = browser;
    this.token = token;
  }

  /** Subscribes a browser from a tab; `address` replaces the one that the push service gave it. */
  static async of(
    server: TestServer,
    service: PushService,
    device: Device,
    profile = newProfile(),
    address?: PushAddress,
  ): Promise<SleepingBrowser> {
    const browser = service.browser();
    const response = await subscribe(server, device, address ?? browser.address, profile);
    return new SleepingBrowser(server, service, browser, v.parse(Subscribed, await response.json()).token);
  }

  received(count: number): Promise<readonly ReceivedPush[]> {
    return this.#service.waitFor(this.browser, count);
  }

  ask(path: string, method = 'GET'): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}` };
    return fetch(`${this.#server.url}api/push/${path}`, { method, headers });
  }

  async newsOf(callId: CallId): Promise<CallNews> {
    return v.parse(CallNews, await (await this.ask(`calls/${callId}`)).json());
  }

  async newsFrom({ userId }: Pick<Device, 'userId'>): Promise<ConversationNews> {
    return v.parse(ConversationNews, await (await this.ask(`people/${userId}`)).json());
  }

  /** Whether the server has removed the subscription. */
  async isRemoved(): Promise<boolean> {
    return (await this.ask(`calls/${randomUUID()}`)).status === 401;
  }
}

/** Subscribes an address from a tab. */
export async function subscribe(
  server: TestServer,
  { signedIn }: Pick<Device, 'signedIn'>,
  address: PushAddress,
  profile = newProfile(),
): Promise<Response> {
  const headers = { authorization: `Bearer ${signedIn.token}` };
  return server.post('api/push/subscriptions', { address, profile }, headers);
}

/** Sends a message. When this resolves, all earlier push messages have been posted, too. */
export async function sendMessage(from: Device, { userId: to }: { readonly userId: UserId }): Promise<void> {
  await from.ok('message:send', { id: newMessageId(), to, text: 'Hello' });
}
