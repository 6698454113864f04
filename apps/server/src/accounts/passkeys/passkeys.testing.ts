import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  NewPasskeyOptions,
  PasskeySignInOptions,
  type PasskeyAssertion,
  type PasskeyAttestation,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { TestServer } from '../../testing/testServer.ts';
import { ask, type Answer } from '../credentials/credentials.testing.ts';

/** Flags of WebAuthn, section 6.1: the user was there, was verified, and a new key is attached. */
const verified = 0x01 | 0x04;
const attached = 0x40;

/** Of a page at the host to which passkeys of the test server belong. */
function originOf(server: TestServer): string {
  return `http://localhost:${new URL(server.url).port}`;
}

/** An authenticator in software, with one passkey (WebAuthn, sections 6.1 and 6.5). */
export class TestAuthenticator {
  readonly #origin: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(16);
  /** How many signatures it has made. */
  counter = 1;

  constructor(server: TestServer) {
    this.#origin = originOf(server);
  }

  make({ challenge, rp }: NewPasskeyOptions): PasskeyAttestation {
    const length = Buffer.from([0, this.#id.length]);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.#id, this.#coseKey()]);
    const authData = Buffer.concat([this.#authData(rp.id ?? '', verified | attached), credential]);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(authData.length);
    // CBOR: { fmt: 'none', attStmt: {}, authData }
    const attestationObject = Buffer.concat([
      Buffer.from('\u00A3cfmtdnonegattStmt\u00A0hauthData\u0059', 'latin1'),
      size,
      authData,
    ]);
    const clientDataJSON = this.#clientData('webauthn.create', challenge);
    return {
      ...this.#credential(),
      response: { clientDataJSON: base64(clientDataJSON), attestationObject: base64(attestationObject) },
    };
  }

  sign({ challenge, rpId }: PasskeySignInOptions): PasskeyAssertion {
    this.counter += 1;
    const authData = this.#authData(rpId ?? '', verified);
    const clientDataJSON = this.#clientData('webauthn.get', challenge);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientDataJSON).digest()]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: base64(clientDataJSON),
        authenticatorData: base64(authData),
        signature: base64(sign('sha256', signed, this.#keys.privateKey)),
      },
    };
  }

  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }));
  }

  #credential() {
    const id = base64(this.#id);
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  }

  #authData(rpId: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter]);
  }

  /** CBOR: an EC2 key for ES256 on P-256 (RFC 9053). */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
    const between = Buffer.from([0x22, 0x58, 0x20]);
    return Buffer.concat([head, Buffer.from(x, 'base64url'), between, Buffer.from(y, 'base64url')]);
  }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64url');
}

/** Asks as a page at `localhost` does. */
export function askFromPage(
  server: TestServer,
  path: string,
  body: unknown,
  token?: string,
): Promise<Answer> {
  return ask(server, 'POST', path, body, { ...(token !== undefined && { token }), origin: originOf(server) });
}

/** Adds a passkey to the account of a token; returns the last answer. */
export async function addPasskey(
  server: TestServer,
  authenticator: TestAuthenticator,
  token: string,
): Promise<Answer> {
  const options = await askFromPage(server, 'account/passkeys/options', {}, token);
  if (options.status !== 200) return options;
  const attestation = authenticator.make(v.parse(NewPasskeyOptions, options.data));
  return askFromPage(server, 'account/passkeys', { attestation, name: 'Test' }, token);
}

/** Has options signed that a path answers with. */
export async function signed(
  server: TestServer,
  authenticator: TestAuthenticator,
  path: string,
  token?: string,
): Promise<PasskeyAssertion> {
  const options = await askFromPage(server, path, {}, token);
  return authenticator.sign(v.parse(PasskeySignInOptions, options.data));
}
