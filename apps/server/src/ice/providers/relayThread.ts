import { flushCompileCache } from 'node:module';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { startRelay, type Relay, type RelayOptions } from '@ringback/relay';
import { RelayEventCounter } from './relayEventCounter.ts';
import type {
  RelayFailure,
  RelayThreadOptions,
  RelayThreadReply,
  RelayThreadRequest,
  RelayUsage,
} from './startRelayThread.ts';

/*
 * The relay runs in its own thread, so that a busy server does not delay packets of calls, and a flood of packets does
 * not delay the server's requests.
 */

function post(port: MessagePort, reply: RelayThreadReply): void {
  port.postMessage(reply);
}

function serve(port: MessagePort): void {
  port.once('message', (request: RelayThreadRequest) => {
    if (request.kind === 'start') void start(port, request.options);
    else port.close();
  });
}

function follow(port: MessagePort, relay: Relay, counter: RelayEventCounter): void {
  port.on('message', (request: RelayThreadRequest) => {
    switch (request.kind) {
      case 'start':
        break;
      case 'grant':
        relay.grant(request.username, request.group);
        break;
      case 'endGroup':
        relay.endGroup(request.group);
        break;
      case 'setCertificate':
        relay.setCertificate(request.certificate);
        break;
      case 'close':
        void close(port, relay, counter);
    }
  });
}

async function start(port: MessagePort, { serverTime, ...options }: RelayThreadOptions): Promise<void> {
  const counter = new RelayEventCounter((counts) => post(port, { kind: 'counted', counts }));
  try {
    const relay = await startRelay({ ...options, clock: clockFrom(serverTime), onEvent: counter.count });
    counter.start();
    reportUsage(port, relay);
    follow(port, relay, counter);
    const { secondPort, tlsPort } = relay;
    post(port, { kind: 'started', port: relay.port, secondPort, tlsPort });
  } catch (error) {
    post(port, { kind: 'failed', failure: failureOf(error) });
    port.close();
  }
  flushCompileCache();
}

const usageMs = 5_000;

/** The last report comes before the port closes, so the bytes of the last seconds may be missing. */
function reportUsage(port: MessagePort, relay: Relay): void {
  let last: RelayUsage = { allocations: 0, bytes: 0 };
  const timer = setInterval(() => {
    const { allocations, bytesToPeers, bytesToClients } = relay.stats();
    const usage = { allocations, bytes: bytesToPeers + bytesToClients };
    if (usage.allocations === last.allocations && usage.bytes === last.bytes) return;
    last = usage;
    post(port, { kind: 'used', usage });
  }, usageMs);
  port.once('close', () => clearInterval(timer));
}

function clockFrom(serverTime: number): NonNullable<RelayOptions['clock']> {
  const startMs = serverTime - performance.now();
  return {
    nowMs: () => performance.now(),
    unixSeconds: () => Math.floor((startMs + performance.now()) / 1000),
  };
}

async function close(port: MessagePort, relay: Relay, counter: RelayEventCounter): Promise<void> {
  await relay.close();
  counter.stop();
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

if (parentPort === null) throw new Error('This file must be run as a worker thread.');
serve(parentPort);
