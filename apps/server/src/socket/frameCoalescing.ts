import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';

/** Bytes that may wait for one device to take them; one that leaves more unread is cut off, or it would fill the memory. */
const unreadBytes = 4 * 1024 * 1024;

type Done = (error?: Error) => void;

/** What may be said about a message; see `ws`. */
interface Settings {
  readonly mask?: boolean | undefined;
  readonly binary?: boolean | undefined;
  readonly compress?: boolean | undefined;
  readonly fin?: boolean | undefined;
}

/** Streams that keep what is written to them until this turn of the event loop is over. */
class Turn {
  readonly #streams = new Set<Duplex>();

  gather(stream: Duplex): void {
    if (this.#streams.has(stream)) return;
    if (this.#streams.size === 0) setImmediate(() => this.end());
    this.#streams.add(stream);
    stream.cork();
  }

  end(): void {
    for (const stream of this.#streams) stream.uncork();
    this.#streams.clear();
  }
}

/** There is one event loop, whoever sends in it. */
const turn = new Turn();

/** Sends what was bundled so far in this turn of the event loop: for what must not wait for whatever else is done in it. */
export function sendNow(): void {
  turn.end();
}

/** A websocket that leaves it to the turn when what it sends goes out. */
class CoalescingWebSocket extends WebSocket {
  #stream: Duplex | undefined;

  bundle(stream: Duplex): void {
    this.#stream = stream;
  }

  override send(data: Parameters<WebSocket['send']>[0], options?: Settings | Done, callback?: Done): void {
    const done = typeof options === 'function' ? options : callback;
    const settings = typeof options === 'object' ? options : {};
    if (this.#stream === undefined || this.readyState !== WebSocket.OPEN) {
      super.send(data, settings, done);
      return;
    }
    turn.gather(this.#stream);
    super.send(data, settings);
    // It is as good as sent: an error would be followed by the close, which tells the same.
    done?.();
    if (this.bufferedAmount > unreadBytes) this.terminate();
  }
}

/**
 * Sends all that one device gets in one turn of the event loop, such as an answer, a call and its entry, in one system
 * call. Those are half of what the server does under load. Engine.IO holds each message back until the one before it
 * was written, so this has to be below it, in its `wsEngine`.
 */
export class CoalescingWebSocketServer extends WebSocketServer<typeof CoalescingWebSocket> {
  constructor(options: ServerOptions<typeof CoalescingWebSocket>) {
    super({ ...options, WebSocket: CoalescingWebSocket });
  }

  override handleUpgrade(
    request: IncomingMessage,
    stream: Duplex,
    head: Buffer,
    onUpgraded: (client: CoalescingWebSocket, request: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(request, stream, head, (client) => {
      client.bundle(stream);
      onUpgraded(client, request);
    });
  }
}
