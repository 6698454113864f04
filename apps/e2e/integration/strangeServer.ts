import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { defaultSettings, fail, ok, type Result } from '@ringback/protocol';
import { Server, type Socket } from 'socket.io';

const me = { id: '00000000-0000-4000-8000-0000000000a1', name: 'Ada' };
const device = { id: '00000000-0000-4000-8000-0000000000aa' };

/** A scripted server for behavior that only a broken server shows. */
export class StrangeServer implements AsyncDisposable {
  /** The error of a rejected handshake; undefined accepts it. */
  refusal: string | undefined;
  /** The answer to a hello; null sends none. */
  hello: Result<unknown> | null = ok({
    me,
    device,
    calls: [],
    settings: defaultSettings,
    canRelay: false,
    missed: 0,
    serverTime: 1_000_000,
  });
  handshakes = 0;
  readonly sockets = new Set<Socket>();
  readonly #http: HttpServer;
  readonly #io: Server;

  private constructor() {
    this.#http = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ me, device, token: 'a'.repeat(43) }));
    });
    this.#io = new Server(this.#http, { transports: ['websocket'] });
    this.#io.use((_socket, next) => {
      this.handshakes += 1;
      next(this.refusal === undefined ? undefined : new Error(this.refusal));
    });
    this.#io.on('connection', (socket) => this.#welcome(socket));
  }

  static async start(): Promise<StrangeServer> {
    const server = new StrangeServer();
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get url(): string {
    const address = this.#http.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  push(name: string, payload: unknown): void {
    this.#io.emit(name, payload);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#io.close();
  }

  #welcome(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('disconnect', () => this.sockets.delete(socket));
    socket.onAny((name: string, _payload: unknown, ack: (answer: unknown) => void) => {
      if (name !== 'session:hello') ack(fail('unavailable'));
      else if (this.hello !== null) ack(this.hello);
    });
  }
}
