import type { Data, IceServer, Result } from '@ringback/protocol';
import { iceServersFreshMs, noIceServersFreshMs } from '../machine/policy.ts';

/** The ICE servers for the links of one call. */
export interface IceServerSource {
  /** Fetches them ahead of the first link, which then need not wait. Resolves with any answer, also a failure. */
  readonly prefetch: () => Promise<void>;
  /** The name of the network that this device was on at the last answer. */
  readonly network: () => string | undefined;
  /** Resolves to undefined only while the server is unreachable. */
  readonly next: () => Promise<readonly IceServer[] | undefined>;
  /** After the server was unreachable, another node with other credentials may answer. */
  readonly renew: () => void;
}

type Servers = Data<'ice:servers'>;

/**
 * Where the server refuses (too many links in a minute, or it fails), the servers of the last link are used again, or
 * none: ICE may still find a direct path.
 */
export function createIceServerSource(
  fetch: () => Promise<Result<Servers>>,
  now: () => number,
): IceServerSource {
  let last: Servers = { iceServers: [], expiresAt: 0 };
  let hasAnswered = false;
  let latest: { readonly at: number; readonly answer: Promise<Servers | undefined> } | undefined;
  const request = async (): Promise<Servers | undefined> => {
    const result = await fetch();
    if (result.ok) {
      last = result.data;
      hasAnswered = true;
      return last;
    }
    latest = undefined;
    return result.error.code === 'offline' ? undefined : last;
  };
  const current = (): Promise<Servers | undefined> => {
    const freshMs = hasAnswered && last.iceServers.length === 0 ? noIceServersFreshMs : iceServersFreshMs;
    if (latest === undefined || now() - latest.at >= freshMs) latest = { at: now(), answer: request() };
    return latest.answer;
  };
  return {
    prefetch: async () => void (await current()),
    network: () => last.network,
    // A fetch ahead may have failed long ago.
    next: async () => ((await current()) ?? (await current()))?.iceServers,
    renew: () => {
      latest = undefined;
    },
  };
}
