import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { TokenBucket, type Rate } from '../platform/tokenBucket.ts';
import { CoalescingWebSocketServer, type CoalescingWebSocket } from './frameCoalescing.ts';

interface FrameLimits {
  /** The frames that one connection may send, signed in or not. */
  readonly rate: Rate;
  readonly now: () => number;
  /** Learns whose connection was cut. */
  readonly onCut: (request: IncomingMessage) => void;
}

/**
 * Makes the `wsEngine` of Engine.IO, which cuts connections that send more frames than any device does. Pings and pongs are
 * no requests, so nothing else counts them, and one connection can send a hundred thousand a second.
 */
export function limitedWebSocketServer({ rate, now, onCut }: FrameLimits): typeof CoalescingWebSocketServer {
  return class extends CoalescingWebSocketServer {
    override handleUpgrade(
      request: IncomingMessage,
      stream: Duplex,
      head: Buffer,
      onUpgraded: (client: CoalescingWebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, stream, head, (client) => {
        limitFrames(client, { rate, now }, () => onCut(request));
        onUpgraded(client, request);
      });
    }
  };
}

function limitFrames(
  client: CoalescingWebSocket,
  { rate, now }: Pick<FrameLimits, 'rate' | 'now'>,
  onCut: () => void,
): void {
  const frames = new TokenBucket(rate, now());
  const count = (): void => {
    if (frames.take(rate, now()) === 0) return;
    // Before the end of the connection, which forgets its address.
    onCut();
    client.terminate();
    // What has arrived already would still be read.
    for (const event of ['message', 'ping', 'pong']) client.removeAllListeners(event);
  };
  client.on('message', count).on('ping', count).on('pong', count);
}
