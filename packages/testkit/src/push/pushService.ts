import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
  type ECDH,
} from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Wake, type PushAddress } from '@ringback/protocol';
import * as v from 'valibot';
import { localhostCertificate } from '../certificate/localhost.ts';

/** A decrypted push message, with the headers of the request that sent it. */
export interface ReceivedPush {
  readonly browser: SubscribedBrowser;
  /** The decrypted content. */
  readonly text: string;
  /** The same, parsed. */
  readonly wake: Wake;
  readonly ttl: number;
  readonly urgency: string | undefined;
  readonly topic: string | undefined;
  readonly sub: string;
  /** The server's key that signed it, in base64url. */
  readonly signedBy: string;
  /** Size of the encrypted body. */
  readonly bytes: number;
}

/** How the push service answers; `never` leaves the sender without an answer. */
type PushReply =
  { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string } | 'never';

/** A subscribed browser, with the keys that decrypt what is sent to its address. */
export interface SubscribedBrowser {
  readonly path: string;
  readonly ecdh: ECDH;
  readonly auth: Buffer;
  readonly address: PushAddress;
}

/** How long `waitFor` waits before it fails. */
const timeoutMs = 15_000;

const Claims = v.object({ aud: v.string(), exp: v.number(), sub: v.string() });

/**
 * A push service on this machine (RFC 8030). It verifies the signature of each message (RFC 8292) and decrypts it with the
 * browser's keys (RFC 8291, RFC 8188). Messages that fail either are reported in `faults`.
 */
export class PushService implements AsyncDisposable {
  readonly received: ReceivedPush[] = [];
  readonly faults: unknown[] = [];
  reply: PushReply = { status: 201 };
  /** Number of requests received, answered or not. */
  requests = 0;
  readonly #server: Server;
  readonly #browsers: SubscribedBrowser[] = [];
  readonly #events = new EventEmitter<{ received: [ReceivedPush] }>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#handle(request, response));
  }

  /** Starts on a free port, and makes this process trust its certificate. */
  static async start(): Promise<PushService> {
    const { cert, key } = localhostCertificate;
    setDefaultCACertificates([...getCACertificates('default'), cert]);
    const server = createServer({ cert, key, keepAliveTimeout: 0 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PushService(server);
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The push service has no port.');
    return `https://127.0.0.1:${address.port}`;
  }

  /** Number of open connections. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  }

  /** Subscribes another browser. */
  browser(): SubscribedBrowser {
    const path = `/wake/${this.#browsers.length}`;
    const ecdh = createECDH('prime256v1');
    const p256dh = ecdh.generateKeys('base64url');
    const auth = randomBytes(16);
    const keys = { p256dh, auth: auth.toString('base64url') };
    const browser = { path, ecdh, auth, address: { endpoint: this.origin + path, keys } };
    this.#browsers.push(browser);
    return browser;
  }

  /** Waits until a browser has received `count` messages, and returns all of them. */
  async waitFor(browser: SubscribedBrowser, count: number): Promise<readonly ReceivedPush[]> {
    const received = (): ReceivedPush[] => this.received.filter((push) => push.browser === browser);
    const signal = AbortSignal.timeout(timeoutMs);
    while (received().length < count) await once(this.#events, 'received', { signal });
    return received();
  }

  /** Calls back for each later message to a browser, in order. */
  onReceived(browser: SubscribedBrowser, callback: (push: ReceivedPush) => void): void {
    this.#events.on('received', (push) => {
      if (push.browser === browser) callback(push);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const { reply } = this;
    try {
      const body = await buffer(request);
      if (reply === 'never') return;
      if (reply.status < 300) this.#store(this.#read(request, body));
      response.writeHead(reply.status, reply.headers).end(reply.body);
    } catch (error) {
      this.faults.push(error);
      response.writeHead(400).end();
    }
  }

  #store(push: ReceivedPush): void {
    this.received.push(push);
    this.#events.emit('received', push);
  }

  #read({ method, url, headers }: IncomingMessage, body: Buffer): ReceivedPush {
    const browser = this.#browsers.find(({ path }) => path === url);
    if (method !== 'POST' || browser === undefined)
      throw new Error(`No browser has the address ${method} ${url}.`);
    if (headers['content-encoding'] !== 'aes128gcm')
      throw new Error('The content encoding is not aes128gcm.');
    const { claims, signedBy } = readVapid(headers.authorization ?? '');
    if (claims.aud !== this.origin) throw new Error('The signature is for another push service.');
    const remainingSeconds = claims.exp - Date.now() / 1000;
    if (remainingSeconds <= 0 || remainingSeconds > 24 * 60 * 60)
      throw new Error('The signature has expired, or is valid for over a day.');
    const text = decrypt(body, browser).toString();
    return {
      browser,
      text,
      wake: v.parse(Wake, JSON.parse(text)),
      ttl: Number(headers['ttl']),
      urgency: headers['urgency']?.toString(),
      topic: headers['topic']?.toString(),
      sub: claims.sub,
      signedBy,
      bytes: body.length,
    };
  }
}

/**
 * Verifies the VAPID signature of a message.
 * @throws {Error} when it is invalid.
 */
function readVapid(authorization: string): { claims: v.InferOutput<typeof Claims>; signedBy: string } {
  const [, token = '', signedBy = ''] = /^vapid t=([^,]+), ?k=(.+)$/u.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(signedBy, 'base64url');
  const coordinate = (from: number): string => point.subarray(from, from + 32).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('The signature is invalid.');
  return { claims: v.parse(Claims, JSON.parse(Buffer.from(claims, 'base64url').toString())), signedBy };
}

/** Decrypts the single record of a message (RFC 8188) with the browser's private key. */
function decrypt(encrypted: Buffer, { ecdh, auth }: SubscribedBrowser): Buffer {
  const salt = encrypted.subarray(0, 16);
  const keyLength = encrypted.readUInt8(20);
  const senderKey = encrypted.subarray(21, 21 + keyLength);
  const record = encrypted.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), senderKey]);
  const secret = derive(ecdh.computeSecret(senderKey), auth, info, 32);
  const contentKey = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', contentKey, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2));
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}
