import { fail, type PushAddress, type Result, type Subscribed } from '@ringback/protocol';
import { profileOf } from '../connection/signedInStorage.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type * as pushRequests from './pushRequests.ts';

/** Web Push subscriptions at the server. No method rejects. */
export interface PushApi {
  /** The server's public key, in base64url; `notFound` where push is off. */
  readonly key: () => Promise<Result<{ readonly key: string }>>;
  /** Subscribes this browser profile for the signed-in user, at an address of its push service. */
  readonly subscribe: (address: PushAddress) => Promise<Result<Subscribed>>;
  /** Reports by its token that a subscription is still in use; `unauthorized` where the server has forgotten it. */
  readonly renew: (token: string, address: PushAddress) => Promise<Result<unknown>>;
  readonly unsubscribe: (token: string) => Promise<Result<unknown>>;
}

/** Web Push subscriptions of this browser profile; the code of the requests is loaded with the first one. */
export function createPushApi(
  ports: Pick<PlatformPorts, 'fetch' | 'baseUrl' | 'profileStorage' | 'random'>,
  currentToken: () => string | undefined,
): PushApi {
  const load = async <Data>(
    act: (code: typeof pushRequests) => Result<Data> | Promise<Result<Data>>,
  ): Promise<Result<Data>> => {
    const code = await import('./pushRequests.ts').catch(() => undefined);
    return code === undefined ? fail('offline') : act(code);
  };
  return {
    key: () => load((code) => code.fetchPushKey(ports)),
    subscribe: (address) =>
      load((code) => {
        const token = currentToken();
        const profile = profileOf(ports.profileStorage, ports.random);
        return token === undefined
          ? fail('unauthorized')
          : code.subscribePush(ports, token, { address, profile });
      }),
    renew: (token, address) => load((code) => code.renewPush(ports, token, address)),
    unsubscribe: (token) => load((code) => code.unsubscribePush(ports, token)),
  };
}
