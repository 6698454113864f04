/**
 * A map by address and port. It has two levels because building a combined key for each packet would cost an allocation,
 * and because the outer level shows whether an address has any entry.
 */
export class EndpointMap<T> {
  readonly #byAddress = new Map<string, Map<number, T>>();

  get(address: string, port: number): T | undefined {
    return this.#byAddress.get(address)?.get(port);
  }

  set(address: string, port: number, value: T): void {
    let ports = this.#byAddress.get(address);
    if (ports === undefined) {
      ports = new Map();
      this.#byAddress.set(address, ports);
    }
    ports.set(port, value);
  }

  delete(address: string, port: number): void {
    const ports = this.#byAddress.get(address);
    if (ports?.delete(port) === true && ports.size === 0) this.#byAddress.delete(address);
  }

  /** Whether there is an entry for an address, at any port. */
  hasAddress(address: string): boolean {
    return this.#byAddress.has(address);
  }
}
