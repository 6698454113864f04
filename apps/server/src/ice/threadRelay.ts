import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RelayDoors } from '@ringback/relay';
import type { RelayCounts } from './relayJournal.ts';
import type { RelayFailure, RelayReply, RelayRequest, ThreadRelayOptions } from './relayMessages.ts';

/** The relay, at work in a thread of its own. */
export interface ThreadRelay extends RelayDoors {
  /** Ends all allocations, frees all ports, and ends the thread. */
  readonly close: () => Promise<void>;
}

/** Whom the thread tells what it has to say once it is at work. */
export interface ThreadListener {
  /** What happened in the last minute, where something did. */
  readonly onCounted: (counts: RelayCounts) => void;
  /** The thread has died, and with it every allocation. */
  readonly onLost: (error: Error) => void;
}

/** Starts a relay: {@link startThreadRelay}, or what a test has in its place. */
export type StartThreadRelay = (
  options: ThreadRelayOptions,
  listener: ThreadListener,
) => Promise<ThreadRelay>;

/** The relay cannot start. */
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
 * Starts the relay in a thread of its own.
 * @throws {RelayError} when it cannot start.
 */
export const startThreadRelay: StartThreadRelay = async (options, { onCounted, onLost }) => {
  const worker = new Worker(new URL('./thread.ts', import.meta.url));
  ask(worker, { kind: 'start', options });
  const [first] = await once(worker, 'message').then((said: RelayReply[]) => said);
  if (first?.kind === 'failed') throw new RelayError(first.failure);
  if (first?.kind !== 'started') throw new Error('The thread of the relay said something else first.');
  worker.on('message', (reply: RelayReply) => {
    if (reply.kind === 'counted') onCounted(reply.counts);
  });
  worker.on('error', onLost);
  return { port: first.port, tlsPort: first.tlsPort, close: () => close(worker) };
};

/** Nothing is handed over: what is sent is copied. */
const none: readonly [] = [];

function ask(worker: Worker, request: RelayRequest): void {
  worker.postMessage(request, none);
}

async function close(worker: Worker): Promise<void> {
  const gone = once(worker, 'exit');
  ask(worker, { kind: 'close' });
  await gone;
}
