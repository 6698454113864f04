import { liveOneCall, type Pair } from './lifeCycle.ts';

/** Results of a run at full speed. */
export interface FullSpeed {
  readonly calls: number;
  readonly seconds: number;
  /** Messages and bytes that the devices received. */
  readonly messages: number;
  readonly bytes: number;
}

/** For this long, every pair calls again as soon as its last call is over. */
export async function runFullSpeed(pairs: readonly Pair[], ms: number): Promise<FullSpeed> {
  const before = received(pairs);
  const started = performance.now();
  const counts = await Promise.all(pairs.map((pair) => callUntil(pair, started + ms)));
  const after = received(pairs);
  return {
    calls: sum(counts),
    seconds: (performance.now() - started) / 1000,
    messages: after.messages - before.messages,
    bytes: after.bytes - before.bytes,
  };
}

function received(pairs: readonly Pair[]): { messages: number; bytes: number } {
  const all = pairs.flatMap(({ caller, callee }) => [caller.received, callee.received]);
  return { messages: sum(all.map(({ messages }) => messages)), bytes: sum(all.map(({ bytes }) => bytes)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

async function callUntil(pair: Pair, until: number): Promise<number> {
  let calls = 0;
  while (performance.now() < until) {
    await liveOneCall(pair);
    calls += 1;
  }
  return calls;
}

/** Results of a paced run. */
export interface Paced {
  /** The time from `place` until the callee's device knows, in ms, for each call. */
  readonly ringMs: readonly number[];
  /** Calls that could not start on time, because every pair was in one. */
  readonly late: number;
}

/** Starts calls at a steady rate, whether or not earlier ones are over, as users do. */
export async function runPaced(pairs: readonly Pair[], callsPerSecond: number, ms: number): Promise<Paced> {
  const free = [...pairs];
  const ringMs: number[] = [];
  const running: Promise<void>[] = [];
  const callOnce = async (pair: Pair): Promise<void> => {
    ringMs.push(await liveOneCall(pair));
    free.push(pair);
  };
  let late = 0;
  await actAtRate(callsPerSecond, ms, () => {
    const pair = free.shift();
    if (pair === undefined) late += 1;
    else running.push(callOnce(pair));
  });
  await Promise.all(running);
  return { ringMs, late };
}

/**
 * Acts this many times a second. Timers are accurate to a millisecond, so above a thousand per second some actions
 * share one.
 */
function actAtRate(timesPerSecond: number, ms: number, act: () => void): Promise<void> {
  const started = performance.now();
  let done = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = performance.now() - started;
      for (; done < (Math.min(elapsed, ms) / 1000) * timesPerSecond; done += 1) act();
      if (elapsed < ms) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}
