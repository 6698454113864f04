import type { Signal } from '../machine/box.ts';
import { signalsPerBox } from '../machine/box.ts';

/** Gathers signals, so that a burst of candidates makes one message and not thirty. */
export interface SignalBatch {
  readonly add: (signal: Signal) => void;
  /** Drops what waits. */
  readonly stop: () => void;
}

/** Candidates that are found at once, one on each network, are told one after the other. */
const burstMs = 5;
/** Between two messages of candidates. */
const pauseMs = 50;

/**
 * A description goes out at once, with what waits behind it. Candidates wait only for those that come with them: each
 * may be the one over which the two meet. They go out every 50 ms at most.
 */
export function batchSignals(send: (signals: Signal[]) => void): SignalBatch {
  let waiting: Signal[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let freeAt = 0;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const signals = waiting;
    waiting = [];
    if (signals.length > 0) send(signals);
  };
  const flushLater = (): void => {
    freeAt = performance.now() + pauseMs;
    flush();
  };
  return {
    add: (signal) => {
      waiting.push(signal);
      if (signal.type !== 'candidate' || waiting.length === signalsPerBox) flush();
      else timer ??= setTimeout(flushLater, Math.max(burstMs, freeAt - performance.now()));
    },
    stop: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
