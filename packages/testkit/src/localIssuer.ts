import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Who signs in at the issuer, and what it gets wrong. */
export interface IssuerOptions {
  subject: string;
  name: string;
  /** Replaces the nonce of the ID token. */
  nonce?: string | undefined;
  /** Sends people back without having signed them in. */
  refuses?: boolean;
}

interface Grant {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A provider of OpenID Connect on this machine: everyone who comes is signed in at once, as `options` says. */
export class LocalIssuer implements AsyncDisposable {
  readonly options: IssuerOptions = { subject: 'subject-1', name: 'Ada' };
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #grants = new Map<string, Grant>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<LocalIssuer> {
    const server = createServer();
    const issuer = new LocalIssuer(server);
    server.on('request', (request, response) => void issuer.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The issuer does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Where the provider sends a browser back that came to this address: with a code, unless it refuses. */
  authorize(address: string): URL {
    const query = new URL(address, this.url).searchParams;
    const code = createHash('sha256').update(`${address}${this.#grants.size}`).digest('base64url');
    const redirectUri = query.get('redirect_uri') ?? '';
    this.#grants.set(code, {
      challenge: query.get('code_challenge') ?? '',
      nonce: query.get('nonce') ?? '',
      redirectUri,
    });
    const back = new URL(redirectUri);
    if (this.options.refuses === true) back.searchParams.set('error', 'access_denied');
    else back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    return back;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-type', 'application/json');
    const send = (body: object, status = 200): void => {
      response.statusCode = status;
      response.end(JSON.stringify(body));
    };
    if (request.url === '/.well-known/openid-configuration') return send(this.#metadata());
    if (request.url === '/jwks') {
      const jwk = this.#keys.publicKey.export({ format: 'jwk' });
      return send({ keys: [{ ...jwk, kid: '1', alg: 'RS256', use: 'sig' }] });
    }
    if (request.url?.startsWith('/authorize?') === true) {
      response.writeHead(303, { location: this.authorize(request.url).href });
      return void response.end();
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const grant = this.#grants.get(new URLSearchParams(body).get('code') ?? '');
    const verifier = new URLSearchParams(body).get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    if (grant?.challenge !== challenge) return send({ error: 'invalid_grant' }, 400);
    return send({ access_token: 'a', token_type: 'Bearer', id_token: this.#idToken(grant) });
  }

  #metadata(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  #idToken({ nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.url,
      sub: this.options.subject,
      aud: 'ringback',
      iat: now,
      exp: now + 60,
      nonce: this.options.nonce ?? nonce,
      name: this.options.name,
    };
    const signed = `${base64url({ alg: 'RS256', kid: '1' })}.${base64url(claims)}`;
    const signature = createSign('RSA-SHA256').update(signed).sign(this.#keys.privateKey, 'base64url');
    return `${signed}.${signature}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
