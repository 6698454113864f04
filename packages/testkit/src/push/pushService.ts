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

/** A message as the browser would find it, and what the push service was told about it. */
export interface ReceivedPush {
  readonly browser: SubscribedBrowser;
  /** What was sealed, as it is, and what it means. */
  readonly text: string;
  readonly wake: Wake;
  readonly ttl: number;
  readonly urgency: string | undefined;
  readonly topic: string | undefined;
  readonly sub: string;
  /** The server's key that signed it, in base64url. */
  readonly signedBy: string;
  /** Bytes that the push service saw. */
  readonly bytes: number;
}

/** How the push service answers; `never` leaves the sender waiting. */
type Manner =
  { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string } | 'never';

/** A browser that has subscribed: only it can open what is sent to its address. */
export interface SubscribedBrowser {
  readonly path: string;
  readonly ecdh: ECDH;
  readonly auth: Buffer;
  readonly address: PushAddress;
}

/** Whoever waits for longer waits for nothing. */
const patienceMs = 15_000;

const Claims = v.object({ aud: v.string(), exp: v.number(), sub: v.string() });

/**
 * A push service on this machine (RFC 8030). It believes nobody: each message's signature is checked (RFC 8292), and each
 * is opened as its browser would (RFC 8291, RFC 8188). What does not hold is kept in `faults`.
 */
export class PushService implements AsyncDisposable {
  readonly received: ReceivedPush[] = [];
  readonly faults: unknown[] = [];
  manner: Manner = { status: 201 };
  /** Requests that have come in, answered or not. */
  requests = 0;
  readonly #server: Server;
  readonly #browsers: SubscribedBrowser[] = [];
  readonly #news = new EventEmitter<{ received: [ReceivedPush] }>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#take(request, response));
  }

  /** Starts on a free port; its certificate is believed in this process from now on. */
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

  /** Subscribes one more browser. */
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

  /** Messages for one browser, once there are that many. */
  async at(browser: SubscribedBrowser, count: number): Promise<readonly ReceivedPush[]> {
    const got = (): ReceivedPush[] => this.received.filter((one) => one.browser === browser);
    const signal = AbortSignal.timeout(patienceMs);
    while (got().length < count) await once(this.#news, 'received', { signal });
    return got();
  }

  /** Tells of everything that one browser gets from now on, in order. */
  onReceived(browser: SubscribedBrowser, tell: (push: ReceivedPush) => void): void {
    this.#news.on('received', (push) => {
      if (push.browser === browser) tell(push);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const { manner } = this;
    try {
      const body = await buffer(request);
      if (manner === 'never') return;
      if (manner.status < 300) this.#keep(this.#open(request, body));
      response.writeHead(manner.status, manner.headers).end(manner.body);
    } catch (fault) {
      this.faults.push(fault);
      response.writeHead(400).end();
    }
  }

  #keep(push: ReceivedPush): void {
    this.received.push(push);
    this.#news.emit('received', push);
  }

  #open({ method, url, headers }: IncomingMessage, body: Buffer): ReceivedPush {
    const browser = this.#browsers.find(({ path }) => path === url);
    if (method !== 'POST' || browser === undefined) throw new Error(`Nobody is at ${method} ${url}`);
    if (headers['content-encoding'] !== 'aes128gcm') throw new Error('It is not sealed as it must be.');
    const { claims, signedBy } = readVapid(headers.authorization ?? '');
    if (claims.aud !== this.origin) throw new Error('It is signed for another push service.');
    const lasts = claims.exp - Date.now() / 1000;
    if (lasts <= 0 || lasts > 24 * 60 * 60) throw new Error('It is signed for too long, or not any more.');
    const text = opened(body, browser).toString();
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

/** The sender, after its signature is verified. */
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
  if (!isSigned) throw new Error('The signature does not hold.');
  return { claims: v.parse(Claims, JSON.parse(Buffer.from(claims, 'base64url').toString())), signedBy };
}

/** Opens one record, as the browser does with its private key. */
function opened(sealed: Buffer, { ecdh, auth }: SubscribedBrowser): Buffer {
  const salt = sealed.subarray(0, 16);
  const keyLength = sealed.readUInt8(20);
  const theirs = sealed.subarray(21, 21 + keyLength);
  const record = sealed.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs]);
  const secret = derive(ecdh.computeSecret(theirs), auth, info, 32);
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
