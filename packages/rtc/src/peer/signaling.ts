import type { LinkId, Result } from '@ringback/protocol';
import {
  candidateBurstMs,
  candidatePauseMs,
  earlySignals,
  maxSignalsPerEnvelope,
  maxThrottledRetries,
  throttledPauseMs,
} from '../machine/policy.ts';
import { writeEnvelope, type Envelope, type Signal } from '../machine/peerProtocol.ts';

/** Sends envelopes through the server, and reports those that did not get through. */
export interface SignalingSender {
  readonly send: (linkId: LinkId, envelope: Envelope) => void;
  /** Stops repeating and reporting. */
  readonly stop: () => void;
}

export interface SignalingOptions {
  readonly sendEnvelope: (linkId: LinkId, envelope: string) => Promise<Result<unknown>>;
  /** Called before an envelope is sent; the returned function is called if the server is unreachable. */
  readonly watchServer: () => () => void;
  /** A link's description did not reach the other device, so the link cannot connect. */
  readonly onLinkLost: (linkId: LinkId) => void;
}

/** A sender that repeats what the server throttled, a few times. */
export function createSignalingSender(options: SignalingOptions): SignalingSender {
  let isStopped = false;

  const trySend = async (linkId: LinkId, envelope: Envelope, retries: number): Promise<void> => {
    const onOffline = options.watchServer();
    const result = await options.sendEnvelope(linkId, writeEnvelope(envelope));
    if (result.ok || isStopped) return;
    const { code, retryAfterMs = throttledPauseMs } = result.error;
    if (code === 'offline') {
      onOffline();
    } else if (code === 'tooMany' && retries > 0) {
      setTimeout(() => isStopped || send(linkId, envelope, retries - 1), retryAfterMs);
    } else if (isEssential(envelope)) {
      options.onLinkLost(linkId);
    }
  };
  const send = (linkId: LinkId, envelope: Envelope, retries: number): void => {
    trySend(linkId, envelope, retries).catch(options.watchServer());
  };

  return {
    send: (linkId, envelope) => send(linkId, envelope, maxThrottledRetries),
    stop: () => {
      isStopped = true;
    },
  };
}

/** A link can do without one candidate, not without a description. Requests are repeated by the recovery. */
function isEssential(envelope: Envelope): boolean {
  return envelope.kind === 'signals' && envelope.signals.some(({ type }) => type !== 'candidate');
}

/** Gathers signals, so that a burst of 30 candidates makes one envelope. */
export interface SignalBatcher {
  readonly add: (signal: Signal) => void;
  /** Drops what waits. */
  readonly stop: () => void;
}

/**
 * Sends a description at once, with what waits behind it. Candidates wait only for those gathered with them, because
 * each may be the one that connects the two devices, and go out every 50 ms at most.
 */
export function createSignalBatcher(send: (signals: Signal[]) => void): SignalBatcher {
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
  const flushCandidates = (): void => {
    freeAt = performance.now() + candidatePauseMs;
    flush();
  };
  return {
    add: (signal) => {
      waiting.push(signal);
      if (signal.type !== 'candidate' || waiting.length === maxSignalsPerEnvelope) flush();
      else timer ??= setTimeout(flushCandidates, Math.max(candidateBurstMs, freeAt - performance.now()));
    },
    stop: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
}

/** Signals that arrived before their link's offer. */
export interface EarlySignals {
  readonly keep: (linkId: LinkId, signals: readonly Signal[], at: number) => void;
  /** Returns, once, the signals of a link that are less than 5 s old. */
  readonly take: (linkId: LinkId, at: number) => readonly Signal[];
}

/** Keeps the newest 32 envelopes. */
export function createEarlySignals(): EarlySignals {
  let kept: readonly { readonly linkId: LinkId; readonly signals: readonly Signal[]; readonly at: number }[] =
    [];
  return {
    keep: (linkId, signals, at) => {
      kept = [...kept, { linkId, signals, at }].slice(-earlySignals.maxEnvelopes);
    },
    take: (linkId, at) => {
      const fresh = kept.filter((each) => at - each.at < earlySignals.keptMs);
      kept = fresh.filter((each) => each.linkId !== linkId);
      return fresh.filter((each) => each.linkId === linkId).flatMap(({ signals }) => signals);
    },
  };
}
