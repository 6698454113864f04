import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { canonicalIp } from '../address/ip.ts';
import type { Allocation } from '../allocation/allocation.ts';
import type { Quotas } from '../core/limits.ts';
import type { Certificate } from '../core/options.ts';
import { StreamPath } from './streamPath.ts';
import type { ListenerDeps } from './udpListener.ts';

/** A TLS handshake takes a few round trips, so this is enough on any network. */
const handshakeMs = 10_000;

/** A TCP or TLS port for clients. */
export interface StreamListener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

export interface StreamListenerDeps extends ListenerDeps {
  readonly connections: ConnectionLimiter;
  readonly idleMs: number;
  /** Called when the connection of an allocation has closed. */
  readonly onDisconnect: (allocation: Allocation) => void;
}

/** Limits connections in total and per address. */
export class ConnectionLimiter {
  readonly #quotas: Pick<Quotas, 'connections' | 'connectionsPerAddress'>;
  readonly #perAddress = new Map<string, number>();
  readonly #open = new Set<Socket>();

  constructor(quotas: Pick<Quotas, 'connections' | 'connectionsPerAddress'>) {
    this.#quotas = quotas;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Counts a connection until it closes; false if it exceeds a limit and must be closed. */
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

  /** Closes all connections. */
  closeAll(): void {
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
  deps: StreamListenerDeps,
): Promise<StreamListener> {
  const server = certificate === undefined ? tcpServer(deps) : tlsServer(certificate, deps);
  // This event fires before the TLS handshake, so the limit applies to handshakes, too.
  server.prependListener('connection', (socket: Socket) => {
    socket.on('error', () => {});
    if (deps.connections.admit(socket)) return;
    deps.counters.connectionsRefused += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, resolve);
  });
  // An error such as too many open files affects one connection; the listener stays open.
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

function tcpServer(deps: StreamListenerDeps): Server {
  return createTcpServer({ noDelay: true, keepAlive: true }, (socket) => accept(socket, 'tcp', deps));
}

function tlsServer(certificate: Certificate, deps: StreamListenerDeps): Server {
  const options = { ...certificate, handshakeTimeout: handshakeMs, noDelay: true, keepAlive: true };
  return createTlsServer(options, (socket) => accept(socket, 'tls', deps));
}

function accept(socket: Socket, transport: 'tcp' | 'tls', deps: StreamListenerDeps): void {
  socket.on('error', () => {});
  if (socket.destroyed) return;
  const path = new StreamPath(socket, transport, deps, deps.idleMs);
  socket.once('close', () => {
    if (path.allocationState.kind === 'allocated') deps.onDisconnect(path.allocationState.allocation);
  });
}
