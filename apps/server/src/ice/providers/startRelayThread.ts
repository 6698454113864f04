import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RelayListenPorts, RelayOptions } from '@ringback/relay';
import type { RelayCounts } from './relayEventCounter.ts';
import type { Certificate } from '../../http/certificateFiles.ts';
import type { RelayOrder } from './relayOrders.ts';

/** Options of the relay that can be posted to another thread: all but functions. */
export interface RelayThreadOptions extends Omit<RelayOptions, 'clock' | 'onEvent'> {
  /** The server time at which the thread starts. The expiry of credentials is in server time, not by the wall clock. */
  readonly serverTime: number;
}

/** Why the relay could not start. An error that is posted to another thread loses all properties but its message. */
export interface RelayFailure {
  readonly message: string;
  /** The system's code, such as EADDRINUSE. */
  readonly code: string | undefined;
  /** The port that could not be opened. */
  readonly port: number | undefined;
}

/** Messages from the thread. */
export type RelayThreadReply =
  | ({ readonly kind: 'started' } & RelayListenPorts)
  | { readonly kind: 'failed'; readonly failure: RelayFailure }
  | { readonly kind: 'counted'; readonly counts: RelayCounts }
  | { readonly kind: 'used'; readonly usage: RelayUsage };

/** What the relay holds now, and what it has forwarded since its start, in both directions. */
export interface RelayUsage {
  readonly allocations: number;
  readonly bytes: number;
}

/** Messages to the thread: first `start`, then orders, and at the end `close`. */
export type RelayThreadRequest =
  | { readonly kind: 'start'; readonly options: RelayThreadOptions }
  | { readonly kind: 'setCertificate'; readonly certificate: Certificate }
  | { readonly kind: 'close' }
  | RelayOrder;

/** A relay that runs in its own thread. */
export interface RelayThread extends RelayListenPorts {
  readonly order: (order: RelayOrder) => void;
  /** Uses another certificate for new TLS connections. */
  readonly setCertificate: (certificate: Certificate) => void;
  /** Ends all allocations, frees all ports, and ends the thread. */
  readonly close: () => Promise<void>;
}

/** Callbacks for a thread that has started. */
export interface RelayThreadListener {
  /** The counts of the last minute, if there were any events. */
  readonly onCounted: (counts: RelayCounts) => void;
  /** The usage has changed; at most every 5 s. */
  readonly onUsed: (usage: RelayUsage) => void;
  /** The thread died, and with it every allocation. */
  readonly onLost: (error: Error) => void;
}

/** Starts a relay: {@link startRelayThread}, or a test's replacement. */
export type StartRelayThread = (
  options: RelayThreadOptions,
  listener: RelayThreadListener,
) => Promise<RelayThread>;

/** The relay could not start. */
class RelayError extends Error {
  readonly code: string | undefined;
  readonly port: number | undefined;

  constructor({ message, code, port }: RelayFailure) {
    super(message);
    this.name = 'RelayError';
    this.code = code;
    this.port = port;
  }
}

/**
 * Starts the relay in its own thread.
 * @throws {RelayError} when it cannot start.
 */
export const startRelayThread: StartRelayThread = async (options, { onCounted, onUsed, onLost }) => {
  const worker = new Worker(new URL('./relayThread.ts', import.meta.url));
  post(worker, { kind: 'start', options });
  const [first] = await once(worker, 'message').then((messages: RelayThreadReply[]) => messages);
  if (first?.kind === 'failed') throw new RelayError(first.failure);
  if (first?.kind !== 'started') throw new Error('The first message of the relay thread was unexpected.');
  worker.on('message', (reply: RelayThreadReply) => {
    if (reply.kind === 'counted') onCounted(reply.counts);
    if (reply.kind === 'used') onUsed(reply.usage);
  });
  worker.on('error', onLost);
  return {
    port: first.port,
    secondPort: first.secondPort,
    tlsPort: first.tlsPort,
    order: (order) => post(worker, order),
    setCertificate: (certificate) => post(worker, { kind: 'setCertificate', certificate }),
    close: () => close(worker),
  };
};

/** Every message is copied; no buffer is transferred. */
const noTransfer: readonly [] = [];

function post(worker: Worker, request: RelayThreadRequest): void {
  worker.postMessage(request, noTransfer);
}

async function close(worker: Worker): Promise<void> {
  const exited = once(worker, 'exit');
  post(worker, { kind: 'close' });
  await exited;
}
