import { Decoder, Encoder, protocol } from 'socket.io-parser';

/** The packet types that clients send, as the first character of a packet (Socket.IO protocol 5). */
const types = { connect: '0', disconnect: '1', event: '2', acknowledgement: '3' } as const;
const known: ReadonlySet<string> = new Set(Object.values(types));

/** A token and a protocol number take about 80. */
const maxConnectLength = 1_000;

/**
 * Decodes the packets of one connection, and throws at what no client of ours sends, which closes the connection: a
 * second request to connect, because each makes the server look up a token; anything before the first; binary data,
 * because its pieces would wait in memory for each other.
 */
class StrictDecoder extends Decoder {
  #hasConnected = false;

  override add(packet: unknown): void {
    if (typeof packet !== 'string') throw new Error('A packet is binary.');
    const type = packet.charAt(0);
    if (!known.has(type)) throw new Error('A packet has an unknown type.');
    if ((type === types.connect) === this.#hasConnected) throw new Error('A packet is out of turn.');
    if (!this.#hasConnected && packet.length > maxConnectLength) throw new Error('A token is too long.');
    this.#hasConnected = true;
    super.add(packet);
  }
}

/** Socket.IO's packets on the wire, less what only attackers send. */
export const packetParser = { protocol, Encoder, Decoder: StrictDecoder };
