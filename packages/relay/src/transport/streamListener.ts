import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { canonicalIp } from '../address/ip.ts';
import type { Quotas } from '../core/limits.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { StreamPath } from './streamPath.ts';
import type { Intake } from './udpListener.ts';

/** A browser's handshake takes a few round trips. */
const handshakeMs = 10_000;

/** A certificate with its key, as PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** One TCP or TLS port, where clients arrive. */
export interface StreamListener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** What listeners of connections need beside the intake. */
export interface StreamHouse extends Intake {
  readonly door: ConnectionDoor;
  readonly idleMs: number;
  /** Called when the connection of an allocation is gone. */
  readonly leave: (allocation: Allocation) => void;
}

/** Counts connections, so that nobody takes them all. */
export class ConnectionDoor {
  readonly #quotas: Pick<Quotas, 'connections' | 'connectionsPerAddress'>;
  readonly #perAddress = new Map<string, number>();
  readonly #open = new Set<Socket>();

  constructor(quotas: Pick<Quotas, 'connections' | 'connectionsPerAddress'>) {
    this.#quotas = quotas;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Lets a connection in, and counts it until it closes; false if it must go. */
  admit(socket: Socket): boolean {
    const address = canonicalIp(socket.remoteAddress ?? '') ?? '';
    const already = this.#perAddress.get(address) ?? 0;
    if (this.#open.size >= this.#quotas.connections) return false;
    if (already >= this.#quotas.connectionsPerAddress) return false;
    this.#open.add(socket);
    this.#perAddress.set(address, already + 1);
    socket.once('close', () => {
      this.#open.delete(socket);
      const left = (this.#perAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#perAddress.delete(address);
      else this.#perAddress.set(address, left);
    });
    return true;
  }

  /** Cuts all connections. */
  clear(): void {
    for (const socket of this.#open) socket.destroy();
  }
}

/**
 * Opens a TCP port for clients, or a TLS port where a certificate is given.
 *
 * @throws the system's error, such as EADDRINUSE
 */
export async function listenStream(
  host: string,
  port: number,
  certificate: Certificate | undefined,
  house: StreamHouse,
): Promise<StreamListener> {
  const server = certificate === undefined ? tcpServer(house) : tlsServer(certificate, house);
  // Fires for every connection, before a handshake too.
  server.prependListener('connection', (socket: Socket) => {
    socket.on('error', () => {});
    if (house.door.admit(socket)) return;
    house.counters.connectionsRefused += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, resolve);
  });
  // Such as too many open files: the connection is lost, the listener goes on.
  server.on('error', () => {});
  return { port: portOf(server.address()), close: () => closed(server) };
}

function portOf(address: AddressInfo | string | null): number {
  return address === null || typeof address === 'string' ? 0 : address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function tcpServer(house: StreamHouse): Server {
  return createTcpServer({ noDelay: true, keepAlive: true }, (socket) => welcome(socket, 'tcp', house));
}

function tlsServer(certificate: Certificate, house: StreamHouse): Server {
  const options = { ...certificate, handshakeTimeout: handshakeMs, noDelay: true, keepAlive: true };
  return createTlsServer(options, (socket) => welcome(socket, 'tls', house));
}

function welcome(socket: Socket, transport: 'tcp' | 'tls', house: StreamHouse): void {
  socket.on('error', () => {});
  if (socket.destroyed) return;
  const path = new StreamPath(socket, transport, house, house.idleMs);
  socket.once('close', () => {
    if (path.seat.state === 'allocated') house.leave(path.seat.allocation);
  });
}
