import {
  createEngine,
  memoryNoteShelf,
  type CallScreen,
  type CurrentCall,
  type Engine,
  type ReadonlyStore,
} from '@ringback/client';
import {
  createFakeLocks,
  createFakeStorage,
  FakeCapture,
  FakeProcessor,
  FakeRecorder,
  type FakeLocks,
  type FakeStorage,
} from '@ringback/client/testing';
import { createSeededRandom, freshSeed, realClock, type SeededRandom } from '@ringback/testkit';
import { FakeStream, MediaNetwork } from '@ringback/rtc/testing';
import { forTests, makeServer, type Server, type ServerEnvironment } from '../support/server.ts';

/** Tests place more calls in a second than people do in a day. */
const unlimited: ServerEnvironment = {
  LOG_LEVEL: 'silent',
  REQUESTS_PER_SECOND: '10000',
  REQUEST_BURST: '10000',
  ICE_REQUESTS_PER_MINUTE: '10000',
  CHECKUPS_PER_MINUTE: '10000',
  USER_UNITS_PER_SECOND: '100000',
  ADDRESS_UNITS_PER_SECOND: '100000',
};

/** A server and clients with engines; media is faked, everything else is real. */
export class TestCluster implements AsyncDisposable {
  readonly server: Server;
  readonly random: SeededRandom;
  readonly media: MediaNetwork;
  readonly #clients: TestClient[] = [];

  private constructor(server: Server, random: SeededRandom) {
    this.server = server;
    this.random = random;
    this.media = new MediaNetwork(random);
  }

  static async start(settings: ServerEnvironment = {}): Promise<TestCluster> {
    const random = createSeededRandom(freshSeed(process.env['SEED']));
    console.info(`SEED=${random.seed}`);
    const server = await makeServer({ ...forTests, ...unlimited, ...settings });
    await server.start();
    return new TestCluster(server, random);
  }

  /** Opens a client; one that follows an earlier client has that one's storage. */
  client(after: Partial<BrowserState> = {}): TestClient {
    const fresh = { storage: createFakeStorage(), profile: createFakeStorage(), locks: createFakeLocks() };
    const client = new TestClient(this, { ...fresh, ...after });
    this.#clients.push(client);
    return client;
  }

  /** Opens a client and signs a person in. */
  async person(name: string): Promise<TestClient> {
    const client = this.client();
    await client.signIn(name);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.engine.close();
    await this.server.dispose();
  }
}

/** The browser state that a client starts with: its own storage and what tabs share. */
export interface BrowserState {
  readonly storage: FakeStorage;
  readonly profile: FakeStorage;
  readonly locks: FakeLocks;
}

/** One client: an engine on fake media, with a real socket to a real server. */
export class TestClient {
  readonly engine: Engine;
  readonly capture = new FakeCapture();
  readonly processor = new FakeProcessor();
  readonly storage: FakeStorage;
  readonly profile: FakeStorage;
  readonly locks: FakeLocks;
  readonly #cluster: TestCluster;
  #wakeUp: () => void = () => {};

  constructor(cluster: TestCluster, { storage, profile, locks }: BrowserState) {
    this.#cluster = cluster;
    this.storage = storage;
    this.profile = profile;
    this.locks = locks;
    this.engine = createEngine({
      baseUrl: cluster.server.url,
      fetch,
      clock: realClock,
      random: cluster.random,
      tabStorage: storage,
      profileStorage: profile,
      locks,
      reconnectSignals: {
        listen: (onSignal) => {
          this.#wakeUp = onSignal;
          return () => {};
        },
      },
      capture: this.capture,
      processor: this.processor,
      recorder: () => Promise.resolve(new FakeRecorder()),
      openNoteShelf: () => Promise.resolve(memoryNoteShelf()),
      openMediaSession: cluster.media.open,
      streamOf: (track) => new FakeStream(`stream-${track.id}`, [track]),
    });
  }

  async signIn(name: string): Promise<void> {
    await until(this.engine.account, ({ state }) => state !== 'restoring');
    const signedIn = await this.engine.account.signIn(name);
    if (!signedIn.ok) throw new Error(signedIn.error.message);
    await this.online();
  }

  /** Connected, and the code of calls is loaded and knows of it. */
  async online(): Promise<void> {
    await until(this.engine.connection, ({ state }) => state === 'online');
    await until(this.engine.calls, ({ cannotPlace }) => cannotPlace !== 'offline');
  }

  wakeUp(): void {
    this.#wakeUp();
  }

  get screen(): CallScreen {
    return this.engine.calls.getState();
  }

  /** The call on the screen, once it matches. */
  async current(fits: (call: CurrentCall) => boolean = () => true): Promise<CurrentCall> {
    const screen = await until(this.engine.calls, ({ current }) => current !== null && fits(current));
    if (screen.current === null) throw new Error('There is no call.');
    return screen.current;
  }

  /** The call that rings, once it does. */
  async incoming(): Promise<NonNullable<CallScreen['incoming']>> {
    const { incoming } = await until(this.engine.calls, (screen) => screen.incoming !== null);
    if (incoming === null) throw new Error('Nothing rings.');
    return incoming;
  }

  /** Calls a person; the call is on the screen when this returns. */
  call(other: TestClient, media: 'audio' | 'video' = 'audio'): CurrentCall {
    const account = other.engine.account.getState();
    if (account.state !== 'signedIn') throw new Error('The other one is not signed in.');
    const { place } = this.screen;
    if (place === undefined) throw new Error(`No call can be placed: ${this.screen.cannotPlace}`);
    place(account.me, media);
    const { current } = this.screen;
    if (current === null) throw new Error('The call is not on the screen.');
    return current;
  }

  /** Waits until the screen matches. */
  sees(fits: (screen: CallScreen) => boolean): Promise<CallScreen> {
    return until(this.engine.calls, fits);
  }

  /** The labels of the history, newest first, once it has this many entries. */
  async history(count: number): Promise<readonly string[]> {
    await this.engine.history.load('all');
    const { all } = await until(this.engine.history, (history) => history.all.entries.length >= count);
    return all.entries.map(({ direction, label }) => `${direction} ${label}`);
  }

  /** Reloads: closes the page and opens a new one on the same storage. */
  reload(): TestClient {
    this.engine.pageHidden();
    this.engine.close();
    return this.#cluster.client({ storage: this.storage, profile: this.profile, locks: this.locks });
  }
}

/** Far longer than any step takes, even one that waits for a deadline of the server. */
const timeoutMs = 15_000;

/** For tests that wait for several things in a row. */
export const longTimeout = { timeout: 60_000 } as const;

/** Waits until a store's state matches. */
export function until<State>(store: ReadonlyStore<State>, fits: (state: State) => boolean): Promise<State> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`It did not come to this: ${JSON.stringify(store.getState())}`));
    }, timeoutMs);
    const check = (state: State): void => {
      if (!fits(state)) return;
      clearTimeout(timer);
      stop();
      resolve(state);
    };
    const stop = store.subscribe(check);
    check(store.getState());
  });
}

/** Connects two clients in a call, until both talk. */
export async function talk(caller: TestClient, callee: TestClient): Promise<void> {
  await caller.sees(({ place }) => place !== undefined);
  caller.call(callee);
  (await callee.incoming()).accept();
  for (const client of [caller, callee]) await client.current(({ status }) => status.kind === 'talking');
}
