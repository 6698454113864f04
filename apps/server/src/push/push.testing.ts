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
import type { Choices } from '../server.ts';
import { Rig, type Changes, type Device } from '../testing/testServer.ts';

export const newProfile = (): ProfileId => v.parse(ProfileId, randomUUID());
export const newMessageId = (): MessageId => v.parse(MessageId, randomUUID());

/** What differs from a server and a push service that are well, and whose Grace has closed all her tabs. */
interface Otherwise {
  readonly changes?: Changes;
  readonly choices?: Choices;
  readonly grace?: 'here' | 'away';
}

/** A server, a push service on this machine, Ada in a tab, and Grace's browser, which is woken up for her. */
export class Night implements AsyncDisposable {
  readonly rig: Rig;
  readonly service: PushService;
  readonly ada: Device;
  readonly grace: Device;
  readonly sleeper: Sleeper;

  private constructor(
    rig: Rig,
    service: PushService,
    [ada, grace]: readonly [Device, Device],
    sleeper: Sleeper,
  ) {
    this.rig = rig;
    this.service = service;
    this.ada = ada;
    this.grace = grace;
    this.sleeper = sleeper;
  }

  static async falls({ changes = {}, choices = {}, grace: where = 'away' }: Otherwise = {}): Promise<Night> {
    const service = await PushService.start();
    const rig = await Rig.start({ pushAllow: ['127.0.0.0/8'], ...changes }, choices);
    const [ada, grace] = await rig.devices('Ada', 'Grace');
    const sleeper = await Sleeper.of(rig, service, grace);
    if (where === 'away') await grace.leave();
    return new Night(rig, service, [ada, grace], sleeper);
  }

  /** One more browser that is woken up for somebody. */
  browserOf(device: Device, profile = newProfile()): Promise<Sleeper> {
    return Sleeper.of(this.rig, this.service, device, profile);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rig[Symbol.asyncDispose]();
    await this.service[Symbol.asyncDispose]();
  }
}

/** A browser of a user, and its service worker: what it is woken up by, and what it asks then. */
export class Sleeper {
  readonly browser: SubscribedBrowser;
  readonly token: string;
  readonly #rig: Rig;
  readonly #service: PushService;

  private constructor(rig: Rig, service: PushService, browser: SubscribedBrowser, token: string) {
    this.#rig = rig;
    this.#service = service;
    this.browser = browser;
    this.token = token;
  }

  /** Somebody subscribes in a tab; `address` is another one than the push service has for the browser. */
  static async of(
    rig: Rig,
    service: PushService,
    device: Device,
    profile = newProfile(),
    address?: PushAddress,
  ): Promise<Sleeper> {
    const browser = service.browser();
    const response = await subscribe(rig, device, address ?? browser.address, profile);
    return new Sleeper(rig, service, browser, v.parse(Subscribed, await response.json()).token);
  }

  got(count: number): Promise<readonly ReceivedPush[]> {
    return this.#service.at(this.browser, count);
  }

  ask(path: string, method = 'GET'): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}` };
    return fetch(`${this.#rig.url}api/push/${path}`, { method, headers });
  }

  async newsOf(callId: CallId): Promise<CallNews> {
    return v.parse(CallNews, await (await this.ask(`calls/${callId}`)).json());
  }

  async newsFrom({ userId }: Pick<Device, 'userId'>): Promise<ConversationNews> {
    return v.parse(ConversationNews, await (await this.ask(`people/${userId}`)).json());
  }

  /** Whether the server knows this browser no more. */
  async isForgotten(): Promise<boolean> {
    return (await this.ask(`calls/${randomUUID()}`)).status === 401;
  }
}

/** Asks for a browser to be woken up. */
export async function subscribe(
  rig: Rig,
  { signedIn }: Pick<Device, 'signedIn'>,
  address: PushAddress,
  profile = newProfile(),
): Promise<Response> {
  const headers = { authorization: `Bearer ${signedIn.token}` };
  return rig.post('api/push/subscriptions', { address, profile }, headers);
}

/** Says something to somebody whose browser sleeps, and waits until it was told: whatever was to come before, has. */
export async function sayHello(from: Device, { userId: to }: { readonly userId: UserId }): Promise<void> {
  await from.ok('message:send', { id: newMessageId(), to, text: 'Hello' });
}
