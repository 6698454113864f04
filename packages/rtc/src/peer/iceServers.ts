import type { Data, IceServer, Result } from '@ringback/protocol';

/** The servers for the links of one call. */
export interface IceServerSource {
  /** Asks ahead of the first link, which then need not wait. Resolves once there is an answer, whatever it is. */
  readonly prefetch: () => Promise<void>;
  /** The network that this device was on at the last answer. */
  readonly network: () => string | undefined;
  /** Returns undefined only while the server cannot be reached. */
  readonly next: () => Promise<readonly IceServer[] | undefined>;
  /** The server was away: another one may be there now, which made other credentials. */
  readonly renew: () => void;
}

/** Several links are made in a row, to several devices maybe; credentials are good for many times as long. */
const freshMs = 60_000;

type Servers = Data<'ice:servers'>;

/**
 * Where the server refuses (too many links in a minute, or it is failing), the servers of the last link are used
 * again, or none: a direct path may still be found, which beats no attempt.
 */
export function createIceServerSource(
  fetch: () => Promise<Result<Servers>>,
  now: () => number,
): IceServerSource {
  let last: Servers = { iceServers: [], expiresAt: 0 };
  let asked: { readonly at: number; readonly answer: Promise<Servers | undefined> } | undefined;
  const ask = async (): Promise<Servers | undefined> => {
    const result = await fetch();
    if (result.ok) {
      last = result.data;
      return last;
    }
    asked = undefined;
    return result.error.code === 'offline' ? undefined : last;
  };
  const current = (): Promise<Servers | undefined> => {
    if (asked === undefined || now() - asked.at >= freshMs) asked = { at: now(), answer: ask() };
    return asked.answer;
  };
  return {
    prefetch: async () => void (await current()),
    network: () => last.network,
    // What was asked ahead may have failed long ago.
    next: async () => ((await current()) ?? (await current()))?.iceServers,
    renew: () => {
      asked = undefined;
    },
  };
}
