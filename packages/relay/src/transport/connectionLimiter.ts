import type { Socket } from 'node:net';
import { canonicalIp, networkOf } from '../address/ip.ts';
import type { Quotas } from '../core/limits.ts';

type ConnectionQuotas = Pick<Quotas, 'connections' | 'connectionsPerAddress' | 'unprovenConnections'>;

/** Both ends of a connection, which are the same for a TLS socket and for the TCP socket below it. */
type ConnectionKey = string;

interface Connection {
  readonly socket: Socket;
  readonly network: string;
  /** Closes the connection unless it proves itself in time. */
  deadline: NodeJS.Timeout | undefined;
}

/** The connections from one network, the oldest first. */
interface NetworkConnections {
  readonly all: Set<Connection>;
  readonly unproven: Set<Connection>;
}

/**
 * Limits connections in total and per address or IPv6 /64. A connection is unproven until its client has an allocation:
 * it's closed after some seconds, and earlier where the room for such connections is full and its network has most of
 * them.
 *
 * ```
 *   admitted ──> unproven ──allocation──> proven
 *                 │    ^──allocation ends──┘
 *                 └──deadline, or displaced──> closed
 * ```
 */
export class ConnectionLimiter {
  readonly #quotas: ConnectionQuotas;
  readonly #unprovenMs: number;
  readonly #byKey = new Map<ConnectionKey, Connection>();
  readonly #byNetwork = new Map<string, NetworkConnections>();
  #unproven = 0;

  constructor(quotas: ConnectionQuotas, unprovenMs: number) {
    this.#quotas = quotas;
    this.#unprovenMs = unprovenMs;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Counts a connection until it closes; false if it exceeds a limit and must be closed. */
  admit(socket: Socket): boolean {
    const network = networkOf(canonicalIp(socket.remoteAddress ?? '') ?? '');
    if (!this.#hasRoom(network)) return false;
    const key = keyOf(socket);
    const connection: Connection = { socket, network, deadline: undefined };
    this.#byKey.set(key, connection);
    this.#networkOf(network).all.add(connection);
    this.#watch(connection);
    socket.once('close', () => this.#forget(key, connection));
    return true;
  }

  /** The client of a connection has an allocation now, or has none any more. */
  setProven(socket: Socket, isProven: boolean): void {
    const connection = this.#byKey.get(keyOf(socket));
    if (connection === undefined) return;
    this.#unwatch(connection);
    if (!isProven) this.#watch(connection);
  }

  /** Closes all connections. */
  closeAll(): void {
    for (const { socket } of this.#byKey.values()) socket.destroy();
  }

  #hasRoom(network: string): boolean {
    const { connections, connectionsPerAddress, unprovenConnections } = this.#quotas;
    const own = this.#byNetwork.get(network);
    if (this.size >= connections || (own?.all.size ?? 0) >= connectionsPerAddress) return false;
    return this.#unproven < unprovenConnections || this.#displaceFor(own?.unproven.size ?? 0);
  }

  /** Closes the oldest unproven connection of the network with most of them, unless the asking one has about as many. */
  #displaceFor(own: number): boolean {
    let greediest: ReadonlySet<Connection> = new Set();
    for (const { unproven } of this.#byNetwork.values())
      if (unproven.size > greediest.size) greediest = unproven;
    const [oldest] = greediest;
    if (oldest === undefined || greediest.size < own + 2) return false;
    this.#unwatch(oldest);
    oldest.socket.destroy();
    return true;
  }

  #watch(connection: Connection): void {
    this.#networkOf(connection.network).unproven.add(connection);
    this.#unproven += 1;
    connection.deadline = setTimeout(() => connection.socket.destroy(), this.#unprovenMs);
  }

  #unwatch(connection: Connection): void {
    clearTimeout(connection.deadline);
    if (this.#byNetwork.get(connection.network)?.unproven.delete(connection) === true) this.#unproven -= 1;
  }

  #networkOf(network: string): NetworkConnections {
    const known = this.#byNetwork.get(network);
    if (known !== undefined) return known;
    const connections = { all: new Set<Connection>(), unproven: new Set<Connection>() };
    this.#byNetwork.set(network, connections);
    return connections;
  }

  #forget(key: ConnectionKey, connection: Connection): void {
    this.#unwatch(connection);
    this.#byKey.delete(key);
    const { all } = this.#networkOf(connection.network);
    all.delete(connection);
    if (all.size === 0) this.#byNetwork.delete(connection.network);
  }
}

function keyOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): ConnectionKey {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
