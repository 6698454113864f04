import type { IncomingMessage, RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Browsers and proxies send a request only once the one before it was answered, so a few are plenty. */
const mostWaiting = 8;

/** The requests of a connection behind the one that is being answered, the oldest first. */
const waitingOf = new WeakMap<Socket, (() => void)[]>();

/**
 * Answers the requests of a connection one after another, and cuts a connection that sends many at once. Node would start
 * all of them: thousands from a few packets, each with an open file, which stays open for good if the connection closes
 * before its turn. `onCut` learns whose connection was cut.
 */
export function oneAtATime(
  listener: RequestListener,
  onCut: (request: IncomingMessage) => void,
): RequestListener {
  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const start = (): void => {
      response.once('close', () => startNext(socket));
      listener(request, response);
    };
    const waiting = waitingOf.get(socket);
    if (waiting === undefined) {
      waitingOf.set(socket, []);
      start();
    } else if (waiting.length < mostWaiting) waiting.push(start);
    else {
      onCut(request);
      socket.destroy();
    }
  };
}

function startNext(socket: Socket): void {
  const next = socket.destroyed ? undefined : waitingOf.get(socket)?.shift();
  if (next === undefined) waitingOf.delete(socket);
  else next();
}
