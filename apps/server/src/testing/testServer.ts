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
  PROTOCOL,
  SignedIn,
  type Data,
  type Media,
  type Payload,
  type Push,
  type PushName,
  type RequestName,
  type Result,
  type WireCall,
} from '@ringback/protocol';
import type { Socket } from 'socket.io-client';
import * as v from 'valibot';
import { vi } from 'vitest';
import { readConfig, type Config } from '../config/config.ts';
import { createLog } from '../platform/log.ts';
import { createServer, type ServerOptions, type RunningServer } from '../server.ts';
import { opened, openSocket } from './openSocket.ts';

/** Tests place more calls than people do. */
const forTests = {
  PORT: '0',
  RELAY: 'off',
  LOG_LEVEL: 'silent',
  PLACES_PER_MINUTE: '1000',
  PLACES_PER_MINUTE_PER_PAIR: '1000',
  PROFILE_CHANGES_PER_MINUTE: '1000',
};

/** A media path over UDP, without a relay. */
export const direct = { path: 'direct', transport: 'udp' } as const;

export const newCallId = (): CallId => v.parse(CallId, randomUUID());
export const newLinkId = (): LinkId => v.parse(LinkId, randomUUID());

/** How long a condition may take to come true, in ms; far more than it ever should. */
const patienceMs = 30_000;
vi.setConfig({ testTimeout: 2 * patienceMs, hookTimeout: 2 * patienceMs });

/** Settings that a test wants otherwise. */
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

/** A server with data of its own, and the devices that tests let use it. */
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

  /** Starts a server on a free port; times may be cut short. */
  static async start(changes: ConfigOverrides = {}, options: ServerOptions = {}): Promise<TestServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'ringback-server-'));
    const config = changed({ ...readConfig(forTests), dataDir }, changes);
    return new TestServer(config, await createServer(config, createLog(config.logLevel), options), options);
  }

  get url(): string {
    return this.#server.url;
  }

  /** Stops the server and starts it again on the same data. */
  async restart(changes: ConfigOverrides = {}): Promise<void> {
    await this.#server.stop();
    const config = changed(this.config, changes);
    this.#server = await createServer(config, createLog('silent'), this.#options);
  }

  /** Signs someone in on a new device and says hello. */
  async device(name: string): Promise<Device> {
    const device = new Device(this, await this.signIn(name));
    this.#devices.push(device);
    await device.hello();
    return device;
  }

  /** Signs people in, one device for each time a name is given. */
  async devices<const Names extends readonly string[]>(...names: Names): Promise<DevicesOf<Names>> {
    const devices: Device[] = [];
    for (const name of names) devices.push(await this.device(name));
    if (!isOneEach(names, devices)) throw new Error(`${names.length} names gave ${devices.length} devices`);
    return devices;
  }

  /** Signs someone in. */
  async signIn(name: string, claim?: string): Promise<SignedIn> {
    const response = await this.post('api/session', claim === undefined ? { name } : { name, claim });
    if (!response.ok) throw new Error(`Sign-in answered ${response.status}`);
    return v.parse(SignedIn, await response.json());
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

/** A signed-in device with a real socket, which remembers all that it was told. */
export class Device {
  readonly signedIn: SignedIn;
  readonly heard: { readonly name: PushName; readonly payload: unknown }[] = [];
  readonly #server: TestServer;
  #socket: Socket | undefined;

  constructor(server: TestServer, signedIn: SignedIn) {
    this.#server = server;
    this.signedIn = signedIn;
  }

  get id(): SignedIn['device']['id'] {
    return this.signedIn.device.id;
  }

  get userId(): SignedIn['me']['id'] {
    return this.signedIn.me.id;
  }

  get socket(): Socket {
    if (this.#socket === undefined) throw new Error('The device has no socket.');
    return this.#socket;
  }

  /** Opens a new socket in place of the one it had, which is left as it is. */
  async connect(auth: object = { token: this.signedIn.token, protocol: PROTOCOL }): Promise<Socket> {
    const socket = openSocket(this.#server.url, auth);
    this.#socket = socket;
    socket.onAny((name: PushName, payload: unknown) => this.heard.push({ name, payload }));
    await opened(socket);
    return socket;
  }

  /** Opens a socket and says which links carry media. */
  async hello(links: Payload<'session:hello'>['links'] = []): Promise<Data<'session:hello'>> {
    await this.connect();
    return this.ok('session:hello', { links });
  }

  ask<N extends RequestName>(name: N, payload: Payload<N>): Promise<Result<Data<N>>> {
    return this.raw(name, payload) as Promise<Result<Data<N>>>;
  }

  /** Sends anything and waits for its answer. */
  raw(name: string, ...payload: readonly unknown[]): Promise<Result<unknown>> {
    return new Promise((resolve, reject) => {
      this.socket
        .timeout(patienceMs)
        .emit(name, ...payload, (error: Error | null, result: Result<unknown>) => {
          if (error === null) resolve(result);
          else reject(new Error(`${name} was not answered`));
        });
    });
  }

  /** Asks, and takes nothing but yes for an answer. */
  async ok<N extends RequestName>(name: N, payload: Payload<N>): Promise<Data<N>> {
    const result = await this.ask(name, payload);
    if (!result.ok) throw new Error(`${name} answered ${result.error.code}`);
    return result.data;
  }

  /** Asks, and returns the code of the error; `ok` where there was none. */
  async codeOf<N extends RequestName>(name: N, payload: Payload<N>): Promise<string> {
    const result = await this.ask(name, payload);
    return result.ok ? 'ok' : result.error.code;
  }

  place(to: Device, media: Media = 'audio', callId = newCallId()): Promise<WireCall> {
    return this.ok('call:place', { callId, to: to.userId, media });
  }

  /** The pushes of one name, as they came. */
  pushes<N extends PushName>(name: N): Push<N>[] {
    return this.heard.filter((push) => push.name === name).map(({ payload }) => payload as Push<N>);
  }

  /** Waits until a push has come, if it has not yet. */
  async push<N extends PushName>(
    name: N,
    fits: (payload: Push<N>) => boolean = () => true,
  ): Promise<Push<N>> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const found = this.pushes(name).findLast(fits);
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(`No such ${name} came: ${JSON.stringify(this.heard)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Waits until the device was told that a call is in a phase. */
  told(callId: CallId, phase: WireCall['phase']): Promise<WireCall> {
    return this.push('call:changed', (call) => call.id === callId && call.phase === phase);
  }

  /** The user's history, newest first. */
  async history(): Promise<Data<'history:list'>['entries']> {
    return (await this.ok('history:list', { filter: 'all' })).entries;
  }

  /** Its page goes away. */
  async leave(): Promise<void> {
    const { socket } = this;
    socket.disconnect();
    await until(() => socket.disconnected, 'the socket is closed');
  }

  /** Its network goes away: it answers no ping any more, yet nothing is closed. */
  fallSilent(): void {
    this.socket.io.engine.transport.send = () => {};
  }

  close(): void {
    this.#socket?.disconnect();
  }
}

/** Every request about a call, as it could be sent by someone whom it may concern. */
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

/** Waits until something is true. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`It never came true that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
