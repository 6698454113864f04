import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';

/** Bytes that may wait for one device to read them. A device that reads less is disconnected, or it would fill the memory. */
const maxUnreadBytes = 4 * 1024 * 1024;

/** Pieces of one message. Browsers and proxies cut the largest one into some tens; empty pieces cost only the server. */
const maxFragments = 256;

/** How long a device may take to answer the closing of its connection; then it is cut. */
const closeTimeoutMs = 500;

type Done = (error?: Error) => void;

/** Options of `send` in `ws`. */
interface SendOptions {
  readonly mask?: boolean | undefined;
  readonly binary?: boolean | undefined;
  readonly compress?: boolean | undefined;
  readonly fin?: boolean | undefined;
}

/** Holds back what is written to streams until the current turn of the event loop ends. */
class WriteCoalescer {
  readonly #streams = new Set<Duplex>();

  hold(stream: Duplex): void {
    if (this.#streams.has(stream)) return;
    if (this.#streams.size === 0) setImmediate(() => this.flush());
    this.#streams.add(stream);
    stream.cork();
  }

  flush(): void {
    for (const stream of this.#streams) stream.uncork();
    this.#streams.clear();
  }
}

/** One for the process, because all servers in it share one event loop. */
const coalescer = new WriteCoalescer();

/** Sends the frames of this turn of the event loop now, for messages that must not wait for the rest of the turn. */
export function flushFrames(): void {
  coalescer.flush();
}

/** A websocket that sends its frames at the end of the turn. */
export class CoalescingWebSocket extends WebSocket {
  #stream: Duplex | undefined;

  coalesce(stream: Duplex): void {
    this.#stream = stream;
  }

  override send(data: Parameters<WebSocket['send']>[0], options?: SendOptions | Done, callback?: Done): void {
    const done = typeof options === 'function' ? options : callback;
    const sendOptions = typeof options === 'object' ? options : {};
    if (this.#stream === undefined || this.readyState !== WebSocket.OPEN) {
      super.send(data, sendOptions, done);
      return;
    }
    coalescer.hold(this.#stream);
    super.send(data, sendOptions);
    // It counts as sent: an error closes the socket, which the caller notices anyway.
    done?.();
    if (this.bufferedAmount > maxUnreadBytes) this.terminate();
  }
}

/** The websockets by the requests that opened them, which is how the layers above know their connections. */
const byRequest = new WeakMap<IncomingMessage, CoalescingWebSocket>();

/** Measures what the other end of a connection has not read yet, in bytes. */
export function unreadBytesOf(request: IncomingMessage): () => number {
  const client = byRequest.get(request);
  return () => client?.bufferedAmount ?? 0;
}

/**
 * Sends all frames for one device in one turn of the event loop, such as an answer, a call and its history entry, in
 * one system call. Those system calls are half of the server's work under load. Engine.IO sends a message only when the
 * one before it was written, so this has to happen below it, in its `wsEngine`.
 */
export class CoalescingWebSocketServer extends WebSocketServer<typeof CoalescingWebSocket> {
  constructor(options: ServerOptions<typeof CoalescingWebSocket>) {
    super(withUntypedOptions({ ...options, WebSocket: CoalescingWebSocket }));
  }

  override handleUpgrade(
    request: IncomingMessage,
    stream: Duplex,
    head: Buffer,
    onUpgraded: (client: CoalescingWebSocket, request: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(request, stream, head, (client) => {
      client.coalesce(stream);
      byRequest.set(request, client);
      onUpgraded(client, request);
    });
  }
}

interface UntypedOptions {
  readonly closeTimeout: number;
  readonly maxFragments: number;
}

/** The types of `ws` lag behind its options. */
function withUntypedOptions<Options extends object>(options: Options): Options & UntypedOptions {
  return { ...options, closeTimeout: closeTimeoutMs, maxFragments };
}
