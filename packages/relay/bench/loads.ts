import { setTimeout as wait } from 'node:timers/promises';
import { turnCredentials } from '../src/index.ts';
import type { LoadResult, LoadTransport } from '../src/testing/coturnTools.testing.ts';
import { TurnClient } from '../src/testing/turnClient.testing.ts';
import { openTcp, openTls, openUdp, type ClientSocket } from '../src/testing/clientSocket.testing.ts';
import { benchPorts, benchSecret } from './programs.ts';

/** A stream of packets in one direction. */
interface Stream {
  readonly bytes: number;
  readonly perSecond: number;
}

/** A 720p call: about 2.4 Mbit/s of video in packets of 1200 bytes, and audio every 20 ms. */
export const callStreams: readonly Stream[] = [
  { bytes: 1200, perSecond: 250 },
  { bytes: 120, perSecond: 50 },
];

/** The load of each turnutils_uclient client. */
export const uclientStreams: readonly Stream[] = [{ bytes: 1000, perSecond: 500 }];

/** A client under load: sends packets and counts the received ones. */
interface FlowEnd {
  readonly send: (payload: Buffer) => void;
  readonly received: () => number;
  readonly close: () => void;
}

const openSocket: Readonly<Record<LoadTransport, (port: number) => Promise<ClientSocket>>> = {
  udp: openUdp,
  tcp: openTcp,
  tls: openTls,
};

/** Two clients whose allocations are connected by a channel. */
export async function pairOverTurn(transport: LoadTransport): Promise<readonly [FlowEnd, FlowEnd]> {
  const port = transport === 'tls' ? benchPorts.tls : benchPorts.server;
  const user = turnCredentials(benchSecret, 'flow', 3600, Date.now() / 1000);
  const a = new TurnClient(await openSocket[transport](port), user);
  const b = new TurnClient(await openSocket[transport](port), user);
  const [relayedA, relayedB] = [await a.allocate(), await b.allocate()];
  await Promise.all([a.bind(0x4001, relayedB), b.bind(0x4002, relayedA)]);
  return [flowEnd(a, 0x4001), flowEnd(b, 0x4002)];
}

function flowEnd(client: TurnClient, channel: number): FlowEnd {
  let received = 0;
  client.onData = () => {
    received += 1;
  };
  return {
    send: (payload) => client.sendOver(channel, payload),
    received: () => received,
    close: () => client.close(),
  };
}

/** Clients with an allocation and a channel to the external echo, which returns each packet. */
export function clientsOverTurn(count: number): Promise<readonly FlowEnd[]> {
  const user = turnCredentials(benchSecret, 'flow', 3600, Date.now() / 1000);
  return inTurn(count, async () => {
    const client = new TurnClient(await openUdp(benchPorts.server), user);
    await client.allocate();
    await client.bind(0x4001, { address: '127.0.0.1', port: benchPorts.peer });
    return flowEnd(client, 0x4001);
  });
}

/** Clients of a bare program that returns each packet, so that the packet count equals that of a relay. */
export function clientsOverBare(count: number): Promise<readonly FlowEnd[]> {
  return inTurn(count, async () => echoEnd(await openUdp(benchPorts.bare)));
}

async function inTurn(count: number, make: () => Promise<FlowEnd>): Promise<readonly FlowEnd[]> {
  const ends: FlowEnd[] = [];
  while (ends.length < count) ends.push(await make());
  return ends;
}

function echoEnd(socket: ClientSocket): FlowEnd {
  let received = 0;
  socket.onFrame(() => {
    received += 1;
  });
  return { send: (payload) => socket.send(payload), received: () => received, close: () => socket.close() };
}

/** Time for the last packets to arrive. */
const tailMs = 300;

/** Sends the streams from every end at an even rate. */
export async function runStreams(
  ends: readonly FlowEnd[],
  streams: readonly Stream[],
  seconds: number,
): Promise<LoadResult> {
  const start = performance.now();
  const sentOf = streams.map(() => 0);
  const payloads = streams.map(({ bytes }) => Buffer.alloc(bytes, 7));
  let sent = 0;
  for (let passed = 0; passed < seconds; passed = (performance.now() - start) / 1000) {
    for (const [index, { perSecond }] of streams.entries()) {
      for (; (sentOf[index] ?? 0) < passed * perSecond; sentOf[index] = (sentOf[index] ?? 0) + 1) {
        for (const end of ends) end.send(payloads[index] ?? Buffer.alloc(0));
        sent += ends.length;
      }
    }
    await wait(2);
  }
  await wait(tailMs);
  const received = ends.reduce((sum, end) => sum + end.received(), 0);
  for (const end of ends) end.close();
  return { sent, lost: sent - received };
}
