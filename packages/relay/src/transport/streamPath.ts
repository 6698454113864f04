import type { Socket } from 'node:net';
import { canonicalIp } from '../address/ip.ts';
import { channelFrame, channelHeaderBytes, isChannelData } from '../codec/channelData.ts';
import { Framer } from '../codec/framer.ts';
import { padded } from '../codec/header.ts';
import { emptySeat, type ClientPath, type ClientTransport, type Seat } from './clientPath.ts';
import type { Intake } from './udpListener.ts';

/**
 * What may wait for a slow connection: half a second of a 4 Mbit/s call. Media that comes later than that is of no
 * use, so it is thrown away, as UDP would.
 */
const mostQueuedBytes = 256 << 10;
/** Who reads not even answers is cut off. */
const mostQueuedAnswerBytes = 2 * mostQueuedBytes;
/** Requests without media are short; longer frames are kept only for those who have an allocation. */
const mostStrangerFrameBytes = 2048;
const mostFrameBytes = 65_535 + 20;

/** The way to a client over a connection, TCP or TLS. Lives as long as the connection, and so does its allocation. */
export class StreamPath implements ClientPath {
  readonly transport: ClientTransport;
  readonly address: string;
  readonly port: number;
  readonly reached: string;
  seat: Seat = emptySeat;
  readonly #socket: Socket;
  readonly #intake: Intake;
  readonly #idleMs: number;
  readonly #framer = new Framer();

  constructor(socket: Socket, transport: ClientTransport, intake: Intake, idleMs: number) {
    this.transport = transport;
    this.address = canonicalIp(socket.remoteAddress ?? '') ?? '';
    this.port = socket.remotePort ?? 0;
    this.reached = canonicalIp(socket.localAddress ?? '') ?? '';
    this.#socket = socket;
    this.#intake = intake;
    this.#idleMs = idleMs;
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  sit(seat: Seat): void {
    this.seat = seat;
    // An allocation has a lifetime of its own; media may well pause.
    this.#socket.setTimeout(seat.state === 'allocated' ? 0 : this.#idleMs);
  }

  answer(message: Buffer): void {
    if (this.#socket.writableLength > mostQueuedAnswerBytes) this.#socket.destroy();
    else this.#socket.write(message);
  }

  deliver(indication: Buffer): void {
    if (this.#hasRoom()) this.#socket.write(indication);
  }

  deliverBy(channel: number, payload: Buffer): void {
    if (!this.#hasRoom()) return;
    const bytes = channelHeaderBytes + payload.length;
    this.#socket.write(channelFrame(channel, payload, padded(bytes) - bytes));
  }

  #hasRoom(): boolean {
    if (this.#socket.writableLength <= mostQueuedBytes && this.isOpen) return true;
    this.#intake.counters.droppedByCongestion += 1;
    return false;
  }

  #read(chunk: Buffer): void {
    const limit = (): number => (this.seat.state === 'allocated' ? mostFrameBytes : mostStrangerFrameBytes);
    if (this.#framer.push(chunk, limit, (frame) => this.#take(frame))) return;
    // Where the next frame begins is not known any more.
    this.#intake.counters.malformed += 1;
    this.#socket.destroy();
  }

  #take(frame: Buffer): boolean {
    const { reception } = this.#intake;
    if (isChannelData(frame[0] ?? 0)) reception.channelData(frame, this);
    else if (reception.message(frame, this) === 'malformed') return false;
    return this.isOpen;
  }
}
