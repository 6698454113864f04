import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from '@ringback/protocol';
import type { Offenders } from '../platform/load/offenders.ts';
import { addressKeyOf } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perSecond } from '../platform/tokenBucket.ts';

interface ConnectionGateOptions {
  readonly limits: Limits;
  readonly proxies: number;
  readonly now: () => number;
  readonly offenders: Offenders;
}

/** Connections for each socket: a page needs some of its own for files and requests, a browser opens six at most. */
const connectionsPerSocket = 4;

/**
 * Closes connections of an address that has too many of them, or opens them too fast, before anything is read: neither
 * TLS nor HTTP is worked on for them. Behind a proxy all connections are the proxy's, so it is the proxy's task.
 */
export function guardConnections(
  server: Server,
  { limits, proxies, now, offenders }: ConnectionGateOptions,
): void {
  if (proxies > 0) return;
  const atOnce = connectionsPerSocket * limits.socketsPerAddress;
  const rate = perSecond(connectionsPerSocket * limits.handshakesPerSecond, atOnce);
  const opened = new KeyedTokenBucket<string>(rate, now);
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const key = addressKeyOf(socket.remoteAddress ?? '');
    const count = (open.get(key) ?? 0) + 1;
    if (count > atOnce || offenders.has(key) || opened.take(key) > 0) {
      socket.destroy();
      return;
    }
    open.set(key, count);
    socket.once('close', () => release(open, key));
  });
}

function release(open: Map<string, number>, key: string): void {
  const left = (open.get(key) ?? 0) - 1;
  if (left > 0) open.set(key, left);
  else open.delete(key);
}
