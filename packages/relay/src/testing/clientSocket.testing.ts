import { createSocket } from 'node:dgram';
import { once, type EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Framer } from '../codec/framer.ts';

/** A test client's connection to a relay. */
export interface ClientSocket {
  readonly localPort: number;
  readonly send: (bytes: Buffer) => void;
  readonly onFrame: (handle: (frame: Buffer) => void) => void;
  /** Stops reading; no effect on UDP. */
  readonly pause: () => void;
  readonly closed: Promise<unknown>;
  readonly close: () => void;
}

/** Resolves when a socket has closed, with or without an error. */
function closeOf(socket: EventEmitter): Promise<unknown> {
  return new Promise((resolve) => {
    socket.once('close', resolve);
  });
}

/** Opens a UDP socket to a relay on this machine. */
export async function openUdp(port: number, host = '127.0.0.1', from = host): Promise<ClientSocket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.bind(0, from);
  await once(socket, 'listening');
  return {
    localPort: socket.address().port,
    send: (bytes) => socket.send(bytes, port, host),
    onFrame: (handle) => socket.on('message', handle),
    pause: () => {},
    closed: closeOf(socket),
    close: () => socket.close(),
  };
}

/** Opens a TCP connection. */
export async function openTcp(port: number, host = '127.0.0.1', localAddress = host): Promise<ClientSocket> {
  const socket = connect({ port, host, localAddress, noDelay: true });
  await once(socket, 'connect');
  return streamSocket(socket);
}

/** Opens a TLS connection and accepts a self-signed certificate. */
export async function openTls(port: number, host = '127.0.0.1'): Promise<ClientSocket> {
  const socket = connectTls({ port, host, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return streamSocket(socket);
}

function streamSocket(socket: Socket): ClientSocket {
  const framer = new Framer();
  let handleFrame: (frame: Buffer) => void = () => {};
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    framer.push(
      chunk,
      () => 70_000,
      (frame) => {
        handleFrame(frame);
        return true;
      },
    );
  });
  return {
    localPort: socket.localPort ?? 0,
    send: (bytes) => void socket.write(bytes),
    onFrame: (handle) => {
      handleFrame = handle;
    },
    pause: () => void socket.pause(),
    closed: closeOf(socket),
    close: () => socket.destroy(),
  };
}
