import { randomBytes } from 'node:crypto';
import type { Endpoint } from '../address/ip.ts';
import { turnCredentials } from '../auth/credentials.ts';
import { attributes, field, type Field } from '../codec/attributes.ts';
import { channelFrame, channelOf, channelPayload, isChannelData } from '../codec/channelData.ts';
import { encode, type IntegrityKey } from '../codec/encode.ts';
import { padded, type Method } from '../codec/header.ts';
import { longTermKey, type IntegrityHash } from '../codec/integrity.ts';
import { parseMessage, valueOf, type Message } from '../codec/message.ts';
import type { ClientSocket } from './clientSocket.testing.ts';

/** The shared secret of test relays. */
export const testSecret = 'a secret for tests';

/** Data from a peer, by its address or by the number of its channel. */
export interface ReceivedData {
  readonly from: Endpoint | number;
  readonly payload: Buffer;
}

export interface TestUser {
  readonly username: string;
  readonly credential: string;
}

/** Credentials for a test user. */
export function testUser(userId = 'user', ttlSeconds = 3600): TestUser {
  return turnCredentials(testSecret, userId, ttlSeconds, Date.now() / 1000);
}

/** REQUESTED-TRANSPORT: UDP. */
export const overUdp = field(attributes.requestedTransport, 17);

/** A TURN client for tests and benchmarks. */
export class TurnClient {
  readonly socket: ClientSocket;
  readonly hash: IntegrityHash;
  user: TestUser;
  realm = '';
  nonce = '';
  /** All responses, including those without a pending request. */
  readonly responses: Message[] = [];
  onData: (data: ReceivedData) => void = () => {};
  readonly #waiting = new Map<string, (response: Message) => void>();

  constructor(socket: ClientSocket, user: TestUser = testUser(), hash: IntegrityHash = 'sha1') {
    this.socket = socket;
    this.user = user;
    this.hash = hash;
    socket.onFrame((frame) => this.#handle(frame));
  }

  /** Sends a request without credentials. */
  sendUnsigned(method: Method, fields: readonly Field[] = []): Promise<Message> {
    return this.exchange(this.encodeRequest(method, fields, randomBytes(12)));
  }

  /** Sends a request with credentials, once more if the nonce is missing or stale. */
  async request(method: Method, fields: readonly Field[] = []): Promise<Message> {
    if (this.nonce === '') this.readChallenge(await this.sendUnsigned(method, fields));
    const response = await this.exchange(this.signedRequest(method, fields));
    if (errorOf(response) !== 438) return response;
    this.readChallenge(response);
    return this.exchange(this.signedRequest(method, fields));
  }

  readChallenge(challenge: Message): void {
    this.realm = valueOf(challenge, attributes.realm) ?? this.realm;
    this.nonce = valueOf(challenge, attributes.nonce) ?? this.nonce;
  }

  encodeRequest(
    method: Method,
    fields: readonly Field[],
    transactionId: Buffer,
    integrityKey?: IntegrityKey,
  ): Buffer {
    return encode({ kind: 'request', method, transactionId, fields, integrityKey });
  }

  signedRequest(method: Method, fields: readonly Field[], transactionId = randomBytes(12)): Buffer {
    const { username, credential } = this.user;
    const key = longTermKey(username, this.realm, credential);
    const signed = [
      ...fields,
      field(attributes.username, username),
      field(attributes.realm, this.realm),
      field(attributes.nonce, this.nonce),
    ];
    return this.encodeRequest(method, signed, transactionId, { hash: this.hash, key });
  }

  /** Sends an encoded request and waits for its response. */
  exchange(request: Buffer): Promise<Message> {
    return new Promise((resolve, reject) => {
      const id = request.subarray(8, 20).toString('hex');
      const late = setTimeout(() => reject(new Error('no response in 10 s')), 10_000);
      this.#waiting.set(id, (response) => {
        clearTimeout(late);
        resolve(response);
      });
      this.socket.send(request);
    });
  }

  /** Allocates, and returns the relayed address. */
  async allocate(fields: readonly Field[] = []): Promise<Endpoint> {
    const response = await this.request('allocate', [overUdp, ...fields]);
    const relayed = valueOf(response, attributes.xorRelayedAddress);
    if (relayed === undefined) throw new Error(`Allocate was refused: ${errorOf(response)}`);
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
    this.socket.send(encode({ kind: 'indication', method: 'send', transactionId: randomBytes(12), fields }));
  }

  /** Sends over a channel, with the padding that streams require and datagrams allow. */
  sendOver(channel: number, payload: Buffer): void {
    this.socket.send(channelFrame(channel, payload, padded(payload.length) - payload.length));
  }

  /** The next data from a peer. */
  nextData(): Promise<ReceivedData> {
    return new Promise((resolve) => {
      this.onData = resolve;
    });
  }

  close(): void {
    this.socket.close();
  }

  #handle(frame: Buffer): void {
    if (isChannelData(frame[0] ?? 0)) {
      this.onData({ from: channelOf(frame), payload: channelPayload(frame) ?? Buffer.alloc(0) });
      return;
    }
    const message = parseMessage(frame);
    if (message === undefined) throw new Error('The relay sent a malformed message.');
    const peer = valueOf(message, attributes.xorPeerAddress);
    const data = valueOf(message, attributes.data);
    if (message.method === 'data' && peer !== undefined && data !== undefined) {
      this.onData({ from: peer, payload: data });
      return;
    }
    this.responses.push(message);
    const id = message.transactionId.toString('hex');
    this.#waiting.get(id)?.(message);
    this.#waiting.delete(id);
  }
}

/** The error code of a response; undefined for a success. */
export function errorOf(response: Message): number | undefined {
  return valueOf(response, attributes.errorCode)?.code;
}
