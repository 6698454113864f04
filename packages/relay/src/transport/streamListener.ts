import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, Server as TlsServer } from 'node:tls';
import type { Allocation } from '../allocation/allocation.ts';
import type { Certificate } from '../core/options.ts';
import { StreamPath, type StreamPathDeps } from './streamPath.ts';

/** A TCP or TLS port for clients. */
export interface StreamListener {
  readonly port: number;
  /** Uses another certificate for new connections; without effect on a TCP port. */
  readonly setCertificate: (certificate: Certificate) => void;
  readonly close: () => Promise<void>;
}

export interface StreamListenerDeps extends StreamPathDeps {
  /** A TLS handshake takes a few round trips. */
  readonly handshakeMs: number;
  /** Called when the connection of an allocation has closed. */
  readonly onDisconnect: (allocation: Allocation) => void;
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
  return {
    port: portOf(server.address()),
    setCertificate: (next) => {
      if (server instanceof TlsServer) server.setSecureContext(next);
    },
    close: () => closed(server),
  };
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
  const options = { ...certificate, handshakeTimeout: deps.handshakeMs, noDelay: true, keepAlive: true };
  return createTlsServer(options, (socket) => accept(socket, 'tls', deps));
}

function accept(socket: Socket, transport: 'tcp' | 'tls', deps: StreamListenerDeps): void {
  socket.on('error', () => {});
  if (socket.destroyed) return;
  const path = new StreamPath(socket, transport, deps);
  socket.once('close', () => {
    if (path.allocationState.kind === 'allocated') deps.onDisconnect(path.allocationState.allocation);
  });
}
