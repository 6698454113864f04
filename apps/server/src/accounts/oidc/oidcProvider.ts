import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import * as v from 'valibot';
import type { OidcConfig } from '../../config/config.ts';
import { ExpiringMap } from '../../platform/expiringMap.ts';

/** How long people have to sign in at the provider. */
const flowMs = 10 * 60_000;
const mostFlows = 10_000;

/** A browser that was sent to the provider. */
interface Flow {
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly binding: string;
}

/** Who came back. */
export interface OidcPerson {
  /** The issuer and the subject, which together name one person for good. */
  readonly subject: string;
  readonly name: string | undefined;
  readonly binding: string;
}

const Names = v.object({
  name: v.optional(v.string()),
  preferred_username: v.optional(v.string()),
});

/** Runs the code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1). */
export class OidcProvider {
  readonly #config: OidcConfig;
  readonly #flows: ExpiringMap<Flow>;
  #discovered: Promise<Configuration> | undefined;

  constructor(config: OidcConfig, now: () => number) {
    this.#config = config;
    this.#flows = new ExpiringMap(flowMs, mostFlows, now);
  }

  /** The address to send a browser to. Rejects if the provider cannot be reached. */
  async start(binding: string, redirectUri: string): Promise<string> {
    const configuration = await this.#discover();
    const [verifier, nonce, state] = [randomPKCECodeVerifier(), randomNonce(), randomState()];
    this.#flows.add(state, { verifier, nonce, redirectUri, binding });
    return buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    }).href;
  }

  /** Checks what a browser brings back from the provider. Rejects if anything is wrong. */
  async finish(query: URLSearchParams): Promise<OidcPerson> {
    const state = query.get('state') ?? '';
    const flow = this.#flows.take(state);
    if (flow === undefined) throw new Error('The browser came back too late, or was never sent.');
    const configuration = await this.#discover();
    const back = new URL(flow.redirectUri);
    back.search = query.toString();
    const tokens = await authorizationCodeGrant(configuration, back, {
      pkceCodeVerifier: flow.verifier,
      expectedState: state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('The provider sent no ID token.');
    const names = v.safeParse(Names, claims);
    const name = names.success ? (names.output.name ?? names.output.preferred_username) : undefined;
    return { subject: `${claims.iss} ${claims.sub}`, name, binding: flow.binding };
  }

  /** A provider that could not be reached is asked again by the next sign-in. */
  #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    const url = new URL(issuer);
    // Only this machine can read what goes over loopback; the config refuses other addresses without TLS.
    const execute = url.protocol === 'http:' ? [allowInsecureRequests] : [];
    this.#discovered ??= discovery(url, clientId, clientSecret, undefined, { execute }).catch(
      (error: unknown) => {
        this.#discovered = undefined;
        throw error;
      },
    );
    return this.#discovered;
  }
}
