import type { Socket } from 'node:net';
import { canonicalIp } from '../address/ip.ts';
import { noAllocation, type AllocationState, type ClientPath } from '../allocation/allocation.ts';
import { channelFrame, channelHeaderBytes, isChannelData } from '../codec/channelData.ts';
import { Framer } from '../codec/framer.ts';
import { padded } from '../codec/header.ts';
import type { ClientTransport } from '../core/stats.ts';
import type { ConnectionLimiter } from './connectionLimiter.ts';
import type { ListenerDeps } from './udpListener.ts';

/**
 * What may wait for a slow connection: half a second of a 4 Mbit/s call. Later media is useless, so packets are dropped,
 * as on UDP.
 */
const maxQueuedBytes = 256 << 10;
/** A client that does not even read responses is disconnected. */
const maxQueuedResponseBytes = 2 * maxQueuedBytes;
/** Requests are short. Longer frames are buffered only for clients with an allocation. */
const maxRequestFrameBytes = 2048;
const maxFrameBytes = 65_535 + 20;

export interface StreamPathDeps extends ListenerDeps {
  readonly connections: ConnectionLimiter;
  /** How long a client without an allocation may be idle. */
  readonly idleMs: number;
}

/** The path to a client over TCP or TLS. The allocation ends with the connection. */
export class StreamPath implements ClientPath {
  readonly transport: ClientTransport;
  readonly address: string;
  readonly port: number;
  readonly localAddress: string;
  allocationState: AllocationState = noAllocation;
  readonly #socket: Socket;
  readonly #deps: StreamPathDeps;
  readonly #framer = new Framer();

  constructor(socket: Socket, transport: ClientTransport, deps: StreamPathDeps) {
    this.transport = transport;
    this.address = canonicalIp(socket.remoteAddress ?? '') ?? '';
    this.port = socket.remotePort ?? 0;
    this.localAddress = canonicalIp(socket.localAddress ?? '') ?? '';
    this.#socket = socket;
    this.#deps = deps;
    socket.setTimeout(deps.idleMs, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  setAllocation(state: AllocationState): void {
    this.allocationState = state;
    // An allocation expires by itself, and media may pause.
    const isProven = state.kind === 'allocated';
    this.#socket.setTimeout(isProven ? 0 : this.#deps.idleMs);
    this.#deps.connections.setProven(this.#socket, isProven);
  }

  sendResponse(message: Buffer): void {
    if (this.#socket.writableLength > maxQueuedResponseBytes) this.#socket.destroy();
    else this.#socket.write(message);
  }

  sendIndication(indication: Buffer): void {
    if (this.#hasRoom()) this.#socket.write(indication);
  }

  sendChannelData(channel: number, payload: Buffer): void {
    if (!this.#hasRoom()) return;
    const bytes = channelHeaderBytes + payload.length;
    this.#socket.write(channelFrame(channel, payload, padded(bytes) - bytes));
  }

  #hasRoom(): boolean {
    if (this.#socket.writableLength <= maxQueuedBytes && this.isOpen) return true;
    this.#deps.counters.droppedByCongestion += 1;
    return false;
  }

  #read(chunk: Buffer): void {
    const limit = (): number =>
      this.allocationState.kind === 'allocated' ? maxFrameBytes : maxRequestFrameBytes;
    if (this.#framer.push(chunk, limit, (frame) => this.#handle(frame))) return;
    // The start of the next frame is unknown.
    this.#deps.counters.malformed += 1;
    this.#socket.destroy();
  }

  #handle(frame: Buffer): boolean {
    const { handler } = this.#deps;
    if (isChannelData(frame[0] ?? 0)) handler.channelData(frame, this);
    else if (handler.message(frame, this) === 'malformed') return false;
    return this.isOpen;
  }
}
