import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CallId,
  LinkId,
  type DeviceId,
  type Limits,
  type Timeouts,
  type SignedIn,
  type Data,
  type Media,
  type Payload,
  type Push,
  type PushName,
  type RequestName,
  type Result,
  type WireCall,
} from '@ringback/protocol';
import { RawDevice, signInGuest, type RawClient, type RawClientOptions } from '@ringback/testkit';
import * as v from 'valibot';
import { vi } from 'vitest';
import { readConfig, type Config } from '../config/config.ts';
import { createLog, type Log } from '../platform/log.ts';
import { createServer, type ServerOptions, type RunningServer } from '../server.ts';
import { openInProcessStorage } from './inProcessStorage.ts';

/** Higher rate limits, because tests place more calls than people do. */
const testEnvironment = {
  PORT: '0',
  RELAY: 'off',
  LOG_LEVEL: 'silent',
  PLACES_PER_MINUTE: '1000',
  PLACES_PER_MINUTE_PER_PAIR: '1000',
  PROFILE_CHANGES_PER_MINUTE: '1000',
  FINDS_PER_MINUTE: '1000',
  USER_UNITS: '1000000',
  ADDRESS_UNITS: '1000000',
};

/** A media path over UDP, without a relay. */
export const direct = { path: 'direct', transport: 'udp' } as const;

export const newCallId = (): CallId => v.parse(CallId, randomUUID());
export const newLinkId = (): LinkId => v.parse(LinkId, randomUUID());

/** How long a test waits for a condition or an answer, in ms; far more than any takes. */
const timeoutMs = 30_000;
vi.setConfig({ testTimeout: 2 * timeoutMs, hookTimeout: 2 * timeoutMs });

/** Changes of the configuration for one test. */
export type ConfigOverrides = Omit<Partial<Config>, 'timeouts' | 'limits'> & {
  timeouts?: Partial<Timeouts>;
  limits?: Partial<Limits>;
};

function changed(config: Config, { timeouts, limits, ...changes }: ConfigOverrides): Config {
  return {
    ...config,
    ...changes,
    timeouts: { ...config.timeouts, ...timeouts },
    limits: { ...config.limits, ...limits },
  };
}

/** A server with its own data directory and an in-process database, and the devices of its users. */
export class TestServer implements AsyncDisposable {
  readonly config: Config;
  readonly #options: ServerOptions;
  readonly #devices: Device[] = [];
  #server: RunningServer;

  private constructor(config: Config, server: RunningServer, options: ServerOptions) {
    this.config = config;
    this.#server = server;
    this.#options = options;
  }

  /** Starts a server on a free port. */
  static async start(
    changes: ConfigOverrides = {},
    serverOptions: ServerOptions = {},
    log?: Log,
  ): Promise<TestServer> {
    const options = { openStorage: openInProcessStorage, ...serverOptions };
    const dataDir = await mkdtemp(join(tmpdir(), 'ringback-server-'));
    const config = changed({ ...readConfig(testEnvironment), dataDir }, changes);
    const server = await createServer(config, log ?? createLog(config.logLevel), options);
    return new TestServer(config, server, options);
  }

  get url(): string {
    return this.#server.url;
  }

  /** Stops the server and starts it again on the same data; `whileDown` runs in between. */
  async restart(changes: ConfigOverrides = {}, whileDown?: () => Promise<unknown>): Promise<void> {
    await this.#server.stop();
    await whileDown?.();
    const config = changed(this.config, changes);
    this.#server = await createServer(config, createLog('silent'), this.#options);
  }

  /** Signs a user in on a new device and says hello. */
  async device(name: string, options: Pick<RawClientOptions, 'secondCalls'> = {}): Promise<Device> {
    const device = new Device(this, await this.signIn(name), options);
    this.#devices.push(device);
    await device.hello();
    return device;
  }

  /** Signs users in: a repeated name gives another device of the same user. */
  async devices<const Names extends readonly string[]>(...names: Names): Promise<DevicesOf<Names>> {
    const devices: Device[] = [];
    for (const name of names) devices.push(await this.device(name));
    if (!isOneEach(names, devices)) throw new Error(`${names.length} names gave ${devices.length} devices`);
    return devices;
  }

  signIn(name: string, claim?: string): Promise<SignedIn> {
    return signInGuest(this.url, name, claim);
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Stops the server as a signal would. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const device of this.#devices) device.close();
    await this.#server.stop();
    await rm(this.config.dataDir, { recursive: true, force: true });
  }
}

/** One device for each name, in their order. */
type DevicesOf<Names extends readonly string[]> = { [K in keyof Names]: Device };

function isOneEach<Names extends readonly string[]>(
  names: Names,
  devices: readonly Device[],
): devices is DevicesOf<Names> {
  return devices.length === names.length;
}

/** A signed-in device on a real connection, which records all pushes it gets. */
export class Device {
  readonly signedIn: SignedIn;
  readonly received: { readonly name: string; readonly payload: unknown }[] = [];
  readonly #server: TestServer;
  #raw: RawDevice | undefined;
  readonly #options: Pick<RawClientOptions, 'secondCalls'>;
  #pushed = Promise.withResolvers<void>();

  constructor(server: TestServer, signedIn: SignedIn, options: Pick<RawClientOptions, 'secondCalls'> = {}) {
    this.#server = server;
    this.#options = options;
    this.signedIn = signedIn;
  }

  get id(): SignedIn['device']['id'] {
    return this.signedIn.device.id;
  }

  get userId(): SignedIn['me']['id'] {
    return this.signedIn.me.id;
  }

  get client(): RawClient {
    return this.#connected.client;
  }

  get #connected(): RawDevice {
    if (this.#raw === undefined) throw new Error('The device is not connected.');
    return this.#raw;
  }

  /** Opens a new connection; an earlier one stays open. */
  async connect(): Promise<void> {
    const onPush = (name: string, payload: unknown): void => {
      this.received.push({ name, payload });
      this.#pushed.resolve();
      this.#pushed = Promise.withResolvers();
    };
    this.#raw = await RawDevice.connect(this.#server.url, this.signedIn, {
      ...this.#options,
      onPush,
      timeoutMs,
    });
  }

  /** Opens a connection and reports which links carry media. */
  async hello(links: Payload<'session:hello'>['links'] = []): Promise<Data<'session:hello'>> {
    await this.connect();
    return this.ok('session:hello', { links });
  }

  ask<N extends RequestName>(name: N, payload: Payload<N>): Promise<Result<Data<N>>> {
    return this.#connected.request(name, payload);
  }

  /** Sends a request that need not be valid, and waits for its answer. */
  async raw(name: string, ...payload: readonly unknown[]): Promise<Result<unknown>> {
    const outcome = await this.client.request(name, ...payload);
    if (outcome.kind !== 'answered') throw new Error(`${name} was not answered: ${outcome.kind}`);
    return outcome.answer as Result<unknown>;
  }

  /**
   * Makes a request that must succeed.
   * @throws {Error} with the code when it does not.
   */
  ok<N extends RequestName>(name: N, payload: Payload<N>): Promise<Data<N>> {
    return this.#connected.must(name, payload);
  }

  /** Makes a request, and returns the code of its error; `ok` if it succeeded. */
  async codeOf<N extends RequestName>(name: N, payload: Payload<N>): Promise<string> {
    const result = await this.ask(name, payload);
    return result.ok ? 'ok' : result.error.code;
  }

  place(to: Device, media: Media = 'audio', callId = newCallId()): Promise<WireCall> {
    return this.ok('call:place', { callId, to: to.userId, media });
  }

  /** The pushes of one name, in order of arrival. */
  pushes<N extends PushName>(name: N): Push<N>[] {
    return this.received.filter((push) => push.name === name).map(({ payload }) => payload as Push<N>);
  }

  /** The latest push that matches; waits for one if there is none yet. */
  async push<N extends PushName>(
    name: N,
    matches: (payload: Push<N>) => boolean = () => true,
  ): Promise<Push<N>> {
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      timeout.reject(new Error(`No matching ${name} came: ${JSON.stringify(this.received)}`));
    }, timeoutMs);
    try {
      for (;;) {
        const found = this.pushes(name).findLast(matches);
        if (found !== undefined) return found;
        await Promise.race([this.#pushed.promise, timeout.promise]);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits for a push of a call in a phase. */
  pushedCall(callId: CallId, phase: WireCall['phase']): Promise<WireCall> {
    return this.push('call:changed', (call) => call.id === callId && call.phase === phase);
  }

  /** The user's history, newest first. */
  async history(): Promise<Data<'history:list'>['entries']> {
    return (await this.ok('history:list', { filter: 'all' })).entries;
  }

  /** Closes the connection like a page that closes, and waits until it is closed. */
  async leave(): Promise<void> {
    this.close();
    await this.client.closed;
  }

  close(): void {
    this.#raw?.close();
  }
}

/** All requests about a call, with valid payloads. */
export function aboutCall(callId: CallId, to: DeviceId): [RequestName, object][] {
  const linkId = newLinkId();
  return [
    ['call:get', { callId }],
    ['call:record', { callId }],
    ['call:ringing', { callId }],
    ['call:accept', { callId, media: 'audio' }],
    ['call:decline', { callId }],
    ['call:end', { callId }],
    ['call:signal', { callId, to, linkId, box: 'sealed' }],
    ['call:linkUp', { callId, linkId, route: direct }],
    ['call:linkDown', { callId, linkId, cause: 'silent' }],
    ['ice:servers', { callId }],
  ];
}

/** Waits until a condition holds. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Timed out before ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
