import { maxPollMs } from '../../machine/policy.ts';

/** Reads of a connection's counters that end whatever the browser does. */
export interface TimelyPolls<Poll> {
  /** Resolves to undefined where the read fails, takes too long, or the connection is closed meanwhile. */
  readonly poll: () => Promise<Poll | undefined>;
  /** Ends the reads that are under way. Call it when the connection is closed. */
  readonly stop: () => void;
}

/**
 * Firefox never answers a `getStats` during which the connection is closed (measured with Firefox 153). All links of a
 * call are polled together, so a read that did not end would leave the call deaf to everything that comes in.
 */
export function createTimelyPolls<Poll>(read: () => Promise<Poll>): TimelyPolls<Poll> {
  let isStopped = false;
  /** The read under way: one that is slow must not be started over each time. */
  let reading: Promise<Poll | undefined> | undefined;
  const givingUp = new Set<() => void>();

  const readOnce = (): Promise<Poll | undefined> => {
    const begun = read()
      .catch(() => undefined)
      .finally(() => {
        if (reading === begun) reading = undefined;
      });
    return begun;
  };

  return {
    poll: () => {
      if (isStopped) return Promise.resolve(undefined);
      const current = (reading ??= readOnce());
      return new Promise((resolve) => {
        const settle = (poll: Poll | undefined): void => {
          clearTimeout(timer);
          givingUp.delete(giveUp);
          resolve(poll);
        };
        const giveUp = (): void => settle(undefined);
        const timer = setTimeout(giveUp, maxPollMs);
        givingUp.add(giveUp);
        void current.then(settle);
      });
    },
    stop: () => {
      isStopped = true;
      for (const giveUp of givingUp) giveUp();
    },
  };
}
