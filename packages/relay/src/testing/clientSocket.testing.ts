import { createSocket } from 'node:dgram';
import { once, type EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Framer } from '../codec/framer.ts';

/** How a test's client talks to a relay. */
export interface ClientWire {
  readonly localPort: number;
  readonly send: (bytes: Buffer) => void;
  readonly onFrame: (take: (frame: Buffer) => void) => void;
  /** Stops reading, where the transport can wait. */
  readonly pause: () => void;
  readonly closed: Promise<unknown>;
  readonly close: () => void;
}

/** Resolves when a socket is closed, for whatever reason. */
function closeOf(socket: EventEmitter): Promise<unknown> {
  return new Promise((resolve) => {
    socket.once('close', resolve);
  });
}

/** Opens a UDP socket for a relay at a port of this machine. */
export async function udpWire(port: number, host = '127.0.0.1', from = host): Promise<ClientWire> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.bind(0, from);
  await once(socket, 'listening');
  return {
    localPort: socket.address().port,
    send: (bytes) => socket.send(bytes, port, host),
    onFrame: (take) => socket.on('message', take),
    pause: () => {},
    closed: closeOf(socket),
    close: () => socket.close(),
  };
}

/** Opens a TCP connection. */
export async function tcpWire(port: number, host = '127.0.0.1'): Promise<ClientWire> {
  const socket = connect({ port, host, noDelay: true });
  await once(socket, 'connect');
  return streamWire(socket);
}

/** Opens a TLS connection to a relay with a certificate of its own making. */
export async function tlsWire(port: number, host = '127.0.0.1'): Promise<ClientWire> {
  const socket = connectTls({ port, host, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return streamWire(socket);
}

function streamWire(socket: Socket): ClientWire {
  const framer = new Framer();
  let takeFrame: (frame: Buffer) => void = () => {};
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    framer.push(
      chunk,
      () => 70_000,
      (frame) => {
        takeFrame(frame);
        return true;
      },
    );
  });
  return {
    localPort: socket.localPort ?? 0,
    send: (bytes) => void socket.write(bytes),
    onFrame: (take) => {
      takeFrame = take;
    },
    pause: () => void socket.pause(),
    closed: closeOf(socket),
    close: () => socket.destroy(),
  };
}
