import { randomBytes } from 'node:crypto';
import type { Endpoint } from '../address/ip.ts';
import { turnCredentials } from '../auth/credentials.ts';
import { attributes, field, type Field } from '../codec/attributes.ts';
import { channelFrame, channelOf, channelPayload, isChannelData } from '../codec/channelData.ts';
import { encode, type SealingKey } from '../codec/encode.ts';
import { padded, type Method } from '../codec/header.ts';
import { longTermKey, type IntegrityHash } from '../codec/integrity.ts';
import { parseMessage, valueOf, type Message } from '../codec/message.ts';
import type { ClientWire } from './clientSocket.testing.ts';

/** The secret that tests share with their relay. */
export const testSecret = 'a secret of tests';

/** What came from a peer. */
export interface Arrival {
  readonly from: Endpoint | number;
  readonly payload: Buffer;
}

/** A user name and password. */
export interface TestUser {
  readonly username: string;
  readonly credential: string;
}

/** Credentials for a test's user, good for an hour unless said otherwise. */
export function testUser(userId = 'user', ttlSeconds = 3600): TestUser {
  return turnCredentials(testSecret, userId, ttlSeconds, Date.now() / 1000);
}

/** REQUESTED-TRANSPORT: UDP. */
export const overUdp = field(attributes.requestedTransport, 17);

/** A TURN client for tests and measurements: one wire, one request at a time. */
export class TurnClient {
  readonly wire: ClientWire;
  readonly hash: IntegrityHash;
  user: TestUser;
  realm = '';
  nonce = '';
  /** Every answer that came, also those nobody waited for. */
  readonly answers: Message[] = [];
  onArrival: (arrival: Arrival) => void = () => {};
  readonly #waiting = new Map<string, (answer: Message) => void>();

  constructor(wire: ClientWire, user: TestUser = testUser(), hash: IntegrityHash = 'sha1') {
    this.wire = wire;
    this.user = user;
    this.hash = hash;
    wire.onFrame((frame) => this.#take(frame));
  }

  /** Sends a request without credentials. */
  ask(method: Method, fields: readonly Field[] = []): Promise<Message> {
    return this.exchange(this.draw(method, fields, randomBytes(12)));
  }

  /** Sends a request with credentials, once more if the nonce is missing or stale. */
  async request(method: Method, fields: readonly Field[] = []): Promise<Message> {
    if (this.nonce === '') this.learn(await this.ask(method, fields));
    const answer = await this.exchange(this.drawSealed(method, fields));
    if (errorOf(answer) !== 438) return answer;
    this.learn(answer);
    return this.exchange(this.drawSealed(method, fields));
  }

  learn(challenge: Message): void {
    this.realm = valueOf(challenge, attributes.realm) ?? this.realm;
    this.nonce = valueOf(challenge, attributes.nonce) ?? this.nonce;
  }

  draw(method: Method, fields: readonly Field[], transactionId: Buffer, sealing?: SealingKey): Buffer {
    return encode({ kind: 'request', method, transactionId, fields, sealing });
  }

  drawSealed(method: Method, fields: readonly Field[], transactionId = randomBytes(12)): Buffer {
    const { username, credential } = this.user;
    const key = longTermKey(username, this.realm, credential);
    const signed = [
      ...fields,
      field(attributes.username, username),
      field(attributes.realm, this.realm),
      field(attributes.nonce, this.nonce),
    ];
    return this.draw(method, signed, transactionId, { hash: this.hash, key });
  }

  /** Sends bytes that are a request, and waits for the answer to it. */
  exchange(request: Buffer): Promise<Message> {
    return new Promise((resolve, reject) => {
      const id = request.subarray(8, 20).toString('hex');
      const late = setTimeout(() => reject(new Error('no answer in 10 s')), 10_000);
      this.#waiting.set(id, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      this.wire.send(request);
    });
  }

  /** Allocates, and returns the relayed address. */
  async allocate(fields: readonly Field[] = []): Promise<Endpoint> {
    const answer = await this.request('allocate', [overUdp, ...fields]);
    const relayed = valueOf(answer, attributes.xorRelayedAddress);
    if (relayed === undefined) throw new Error(`Allocate was refused: ${errorOf(answer)}`);
    return relayed;
  }

  permit(...peers: readonly Endpoint[]): Promise<Message> {
    return this.request(
      'createPermission',
      peers.map((peer) => field(attributes.xorPeerAddress, peer)),
    );
  }

  bind(channel: number, peer: Endpoint): Promise<Message> {
    return this.request('channelBind', [
      field(attributes.channelNumber, channel),
      field(attributes.xorPeerAddress, peer),
    ]);
  }

  refresh(seconds: number): Promise<Message> {
    return this.request('refresh', [field(attributes.lifetime, seconds)]);
  }

  /** Sends by a Send indication. */
  sendTo(peer: Endpoint, payload: Buffer, extras: readonly Field[] = []): void {
    const fields = [field(attributes.xorPeerAddress, peer), field(attributes.data, payload), ...extras];
    this.wire.send(encode({ kind: 'indication', method: 'send', transactionId: randomBytes(12), fields }));
  }

  /** Sends over a channel, padded as streams want it, which datagrams do not mind. */
  sendOver(channel: number, payload: Buffer): void {
    this.wire.send(channelFrame(channel, payload, padded(payload.length) - payload.length));
  }

  /** The next thing that a peer sends. */
  arrival(): Promise<Arrival> {
    return new Promise((resolve) => {
      this.onArrival = resolve;
    });
  }

  close(): void {
    this.wire.close();
  }

  #take(frame: Buffer): void {
    if (isChannelData(frame[0] ?? 0)) {
      this.onArrival({ from: channelOf(frame), payload: channelPayload(frame) ?? Buffer.alloc(0) });
      return;
    }
    const message = parseMessage(frame);
    if (message === undefined) throw new Error('The relay sent something malformed.');
    const peer = valueOf(message, attributes.xorPeerAddress);
    const data = valueOf(message, attributes.data);
    if (message.method === 'data' && peer !== undefined && data !== undefined) {
      this.onArrival({ from: peer, payload: data });
      return;
    }
    this.answers.push(message);
    const id = message.transactionId.toString('hex');
    this.#waiting.get(id)?.(message);
    this.#waiting.delete(id);
  }
}

/** The error number in an answer; undefined for a success. */
export function errorOf(answer: Message): number | undefined {
  return valueOf(answer, attributes.errorCode)?.code;
}
