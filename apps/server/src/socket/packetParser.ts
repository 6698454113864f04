import { Decoder, Encoder, protocol } from 'socket.io-parser';
import { perSecond, TokenBucket } from '../platform/tokenBucket.ts';

/** The packet types that clients send, as the first character of a packet (Socket.IO protocol 5). */
const types = { connect: '0', disconnect: '1', event: '2', acknowledgement: '3' } as const;
const known: ReadonlySet<string> = new Set(Object.values(types));

/** A token and a protocol number take about 80. */
const maxConnectLength = 1_000;

interface PacketParserOptions {
  /** The bytes that one connection may send on average; at once, as many as in `burstSeconds`. */
  readonly bytesPerSecond: number;
  readonly now: () => number;
}

/** The `parser` option of Socket.IO, which makes a decoder for each connection. */
interface PacketParser {
  readonly protocol: number;
  readonly Encoder: typeof Encoder;
  readonly Decoder: new () => Decoder;
}

const burstSeconds = 4;

/**
 * Makes Socket.IO's parser for the packets of one server. It throws at what no client of ours sends, which closes the
 * connection: a second request to connect, because each makes the server look up a token; anything before the first;
 * binary data, because its pieces would wait in memory for each other; and more bytes than a call needs, because reading
 * them as JSON is the work.
 */
export function createPacketParser({ bytesPerSecond, now }: PacketParserOptions): PacketParser {
  const rate = perSecond(bytesPerSecond, burstSeconds * bytesPerSecond);
  return {
    protocol,
    Encoder,
    Decoder: class extends Decoder {
      readonly #bytes = new TokenBucket(rate, now());
      #hasConnected = false;

      override add(packet: unknown): void {
        if (typeof packet !== 'string') throw new Error('A packet is binary.');
        checkTurn(packet, this.#hasConnected);
        if (this.#bytes.take(rate, now(), packet.length) > 0) throw new Error('Packets come too fast.');
        this.#hasConnected = true;
        super.add(packet);
      }
    },
  };
}

function checkTurn(packet: string, hasConnected: boolean): void {
  const type = packet.charAt(0);
  if (!known.has(type)) throw new Error('A packet has an unknown type.');
  if ((type === types.connect) === hasConnected) throw new Error('A packet is out of turn.');
  if (!hasConnected && packet.length > maxConnectLength) throw new Error('A token is too long.');
}
