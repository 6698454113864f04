import { listeningAddresses, relayingAddress, type HostAddress } from './hostAddresses.ts';
import { canonicalIp, familyOf, type Family } from './ip.ts';

/** Which of this machine's addresses serve for what. Networks come and go, so it is read anew now and then. */
export class AddressBook {
  readonly #host: string;
  readonly #external: string | undefined;
  readonly #read: () => readonly HostAddress[];
  #present: readonly HostAddress[];

  /**
   * @param host where to listen: one address, `0.0.0.0` or `::`
   * @param externalIp the address by which the world knows this machine, where a router translates
   */
  constructor(host: string, externalIp: string | undefined, read: () => readonly HostAddress[]) {
    this.#host = host;
    this.#external = externalIp === undefined ? undefined : (canonicalIp(externalIp) ?? externalIp);
    this.#read = read;
    this.#present = read();
  }

  /** Looks again. */
  refresh(): void {
    this.#present = this.#read();
  }

  /** Where to listen for datagrams. */
  listening(): readonly string[] {
    return listeningAddresses(this.#host, this.#present);
  }

  /** Every address by which this machine is itself. */
  own(): readonly string[] {
    const all = [...this.#present.map(({ address }) => address), ...this.listening()];
    return this.#external === undefined ? all : [...all, this.#external];
  }

  /** Where to open a relayed port for a client that reached this address; undefined if the family is missing here. */
  relaying(family: Family, reached: string): string | undefined {
    return relayingAddress(family, reached, this.#present);
  }

  /** The address under which the world reaches a local one. */
  advertised(local: string): string {
    const external = this.#external;
    return external !== undefined && familyOf(external) === familyOf(local) ? external : local;
  }
}
