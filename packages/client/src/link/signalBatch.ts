import type { Signal } from '@ringback/protocol';
import { signalsPerBox } from '@ringback/protocol';

/** Gathers signals, so that a burst of candidates makes one message and not thirty. */
export interface SignalBatch {
  readonly add: (signal: Signal) => void;
  /** Drops what waits. */
  readonly stop: () => void;
}

const batchMs = 50;

/** A description goes out at once, with what waits behind it; candidates wait up to 50 ms for others. */
export function batchSignals(send: (signals: Signal[]) => void): SignalBatch {
  let waiting: Signal[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const signals = waiting;
    waiting = [];
    if (signals.length > 0) send(signals);
  };
  return {
    add: (signal) => {
      waiting.push(signal);
      if (signal.type !== 'candidate' || waiting.length === signalsPerBox) flush();
      else timer ??= setTimeout(flush, batchMs);
    },
    stop: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
