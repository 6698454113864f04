import { io, type Socket } from 'socket.io-client';

/** Opens a socket that tries only once. */
export function openSocket(url: string, auth: object, headers: Record<string, string> = {}): Socket {
  const transport = { transports: ['websocket'], reconnection: false, forceNew: true };
  return io(url, { ...transport, auth, extraHeaders: headers });
}

/** Waits until a socket is open; throws what the server said if it is refused. */
export function opened(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}
