import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { HostAddresses } from './address/hostAddresses.ts';
import { openTcp, openUdp, type ClientSocket } from './testing/clientSocket.testing.ts';
import { errorOf, overUdp, testSecret, testUser, TurnClient } from './testing/turnClient.testing.ts';
import { openUdpSocket, sendDatagram } from './transport/udpSocket.ts';

/** Far more than the relay below can have. */
const clientCount = 100;
const descriptors = 70;

const ending: (() => void)[] = [];
afterEach(() => {
  for (const end of ending.splice(0)) end();
});

/** Starts a relay as a program that may have few open files. */
async function startPoorRelay(): Promise<number> {
  const script = fileURLToPath(new URL('../scripts/serve.ts', import.meta.url));
  const command = `ulimit -n ${descriptors}; exec "$0" "$1" --secret "$2" --per-user 1000`;
  const child = spawn('sh', ['-c', command, process.execPath, script, testSecret], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  ending.push(() => child.kill('SIGTERM'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return Number(/"port":(\d+)/.exec(line)?.[1]);
}

async function udpClients(port: number): Promise<TurnClient[]> {
  const sockets = await Promise.all(Array.from({ length: clientCount }, () => openUdp(port)));
  const clients = sockets.map((socket) => new TurnClient(socket, testUser()));
  ending.push(() => clients.forEach((client) => client.close()));
  // The first client proves that this address receives responses, so that the others are not limited together.
  await clients[0]?.allocate();
  return clients.slice(1);
}

test('out of descriptors the relay answers 508, goes on, and serves again once some are free', async () => {
  const port = await startPoorRelay();
  const clients = await udpClients(port);
  const codes = await Promise.all(
    clients.map(async (client) => errorOf(await client.request('allocate', [overUdp]))),
  );
  const served = clients.filter((_, at) => codes[at] === undefined);
  expect(new Set(codes)).toEqual(new Set([undefined, 508]));
  const connections = await Promise.all(
    Array.from({ length: 10 }, () => openTcp(port).catch((): ClientSocket | undefined => undefined)),
  );
  expect((await clients[0]?.sendUnsigned('binding'))?.kind).toBe('success');
  for (const connection of connections) connection?.close();
  await Promise.all(served.map((client) => client.refresh(0)));
  const late = clients.find((client) => !served.includes(client));
  expect((await late?.allocate())?.port).toBeGreaterThan(0);
});

test('addresses that cannot be read, for want of a descriptor, stay as they were', () => {
  let isOut = false;
  const addresses = new HostAddresses('::', undefined, () => {
    if (isOut) throw new Error('too many open files');
    return [{ address: '192.0.2.1', isLoopback: false }];
  });
  isOut = true;
  addresses.refresh();
  expect(addresses.listening()).toEqual(['192.0.2.1']);
});

test('a datagram to port 0, from which a stranger may send one, is dropped', async () => {
  const socket = await openUdpSocket('127.0.0.1', 0);
  ending.push(() => socket.close());
  expect(sendDatagram(socket, Buffer.from('response'), '127.0.0.1', 0)).toBe(false);
});
