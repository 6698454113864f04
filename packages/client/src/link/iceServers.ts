import type { Data, IceServer, Result } from '@ringback/protocol';

/** Fresh servers for each link. */
export interface IceServerSource {
  /** Asks ahead of the first link, which then need not wait. */
  readonly prefetch: () => void;
  /** Returns undefined only while the server cannot be reached. */
  readonly next: () => Promise<readonly IceServer[] | undefined>;
}

/**
 * Where the server refuses (too many links in a minute, or it is failing), the servers of the last link are used
 * again, or none: a direct path may still be found, which beats no attempt.
 */
export function createIceServerSource(fetch: () => Promise<Result<Data<'ice:servers'>>>): IceServerSource {
  let last: readonly IceServer[] = [];
  let ahead: Promise<readonly IceServer[] | undefined> | undefined;
  const ask = async (): Promise<readonly IceServer[] | undefined> => {
    const result = await fetch();
    if (result.ok) last = result.data.iceServers;
    else if (result.error.code === 'offline') return undefined;
    return last;
  };
  return {
    prefetch: () => {
      ahead ??= ask();
    },
    next: async () => {
      const first = ahead;
      ahead = undefined;
      // What was asked ahead may have failed long ago.
      return (await first) ?? ask();
    },
  };
}
