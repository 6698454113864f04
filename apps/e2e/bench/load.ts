import { liveOneCall, type Pair } from './lifeCycle.ts';

/** What a run at full speed came to. */
export interface FullSpeed {
  readonly callsPerSecond: number;
  readonly messagesPerCall: number;
}

/** Every pair calls again as soon as its last call is over, for so long. */
export async function runFullSpeed(pairs: readonly Pair[], ms: number): Promise<FullSpeed> {
  const received = (): number =>
    pairs.reduce((sum, { caller, callee }) => sum + caller.received + callee.received, 0);
  const before = received();
  const started = performance.now();
  const until = started + ms;
  const counts = await Promise.all(pairs.map((pair) => callUntil(pair, until)));
  const seconds = (performance.now() - started) / 1000;
  const calls = counts.reduce((sum, count) => sum + count, 0);
  return { callsPerSecond: calls / seconds, messagesPerCall: (received() - before) / calls };
}

async function callUntil(pair: Pair, until: number): Promise<number> {
  let calls = 0;
  while (performance.now() < until) {
    await liveOneCall(pair);
    calls += 1;
  }
  return calls;
}

/**
 * Calls begin at an even pace, whether or not earlier ones are over, as people call. Returns the times from `place` to
 * ring, in ms. A pair that is still in a call is passed over.
 */
export async function runPaced(
  pairs: readonly Pair[],
  callsPerSecond: number,
  ms: number,
): Promise<number[]> {
  const free = [...pairs];
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const started = performance.now();
  let begun = 0;
  const callOnce = async (pair: Pair): Promise<void> => {
    times.push(await liveOneCall(pair));
    free.push(pair);
  };
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = performance.now() - started;
      if (elapsed >= ms) {
        clearInterval(timer);
        return resolve();
      }
      for (; begun < (elapsed / 1000) * callsPerSecond; begun += 1) {
        const pair = free.shift();
        if (pair === undefined) continue;
        running.push(callOnce(pair));
      }
    }, 1);
  });
  await Promise.all(running);
  return times;
}
