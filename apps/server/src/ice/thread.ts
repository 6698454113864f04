import { flushCompileCache } from 'node:module';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { startRelay, type Relay } from '@ringback/relay';
import { RelayJournal } from './relayJournal.ts';
import type { RelayFailure, RelayReply, RelayRequest, ThreadRelayOptions } from './relayMessages.ts';

/*
 * The thread that relays. What the server has to do for others then holds up no packet of a call, and however many packets
 * come, nobody's ring waits for them.
 */

function say(port: MessagePort, reply: RelayReply): void {
  port.postMessage(reply);
}

function serve(port: MessagePort): void {
  port.once('message', (request: RelayRequest) => {
    if (request.kind === 'start') void start(port, request.options);
    else port.close();
  });
}

async function start(port: MessagePort, options: ThreadRelayOptions): Promise<void> {
  const journal = new RelayJournal((counts) => say(port, { kind: 'counted', counts }));
  try {
    const relay = await startRelay({ ...options, onEvent: journal.note });
    journal.start();
    port.once('message', () => void close(port, relay, journal));
    say(port, { kind: 'started', port: relay.port, tlsPort: relay.tlsPort });
  } catch (error) {
    say(port, { kind: 'failed', failure: failureOf(error) });
    port.close();
  }
  flushCompileCache();
}

async function close(port: MessagePort, relay: Relay, journal: RelayJournal): Promise<void> {
  await relay.close();
  journal.stop();
  port.close();
}

function failureOf(error: unknown): RelayFailure {
  if (!(error instanceof Error)) return { message: String(error), code: undefined, port: undefined };
  return {
    message: error.message,
    code: 'code' in error ? String(error.code) : undefined,
    port: 'port' in error ? Number(error.port) : undefined,
  };
}

if (parentPort === null) throw new Error('This file is a thread of the server, not a program.');
serve(parentPort);
