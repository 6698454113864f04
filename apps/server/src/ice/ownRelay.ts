import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import type { IceServer, UserId } from '@ringback/protocol';
import { startRelay, type Relay } from '@ringback/relay';
import type { Config, OwnRelayConfig } from '../config.ts';
import type { Arrival } from '../http/address.ts';
import type { Log } from '../log.ts';
import { isLoopback } from '../loopback.ts';
import { StartError } from '../startError.ts';
import { iceServerOf } from './credentials.ts';
import type { RelayDesk } from './relayDesk.ts';
import { RelayJournal } from './relayJournal.ts';
import { relayNameFor, type RelayPlace } from './relayName.ts';

/**
 * Allocations of one user. A gathering takes one for each TURN URL and each network of the machine, and a call that rings
 * on three devices gathers three times, its standby once more; what a killed browser held stays for ten minutes.
 */
const perUser = 64;

/** A relay inside this server, for hosts who run no TURN server. */
export class OwnRelay implements RelayDesk {
  readonly #wish: OwnRelayConfig;
  readonly #config: Pick<Config, 'proxies' | 'tls'>;
  readonly #log: Log;
  readonly #journal: RelayJournal;
  /** New with each start: the allocations it guards end with the process, too, and nothing has to be kept secret on disk. */
  readonly #secret = randomBytes(32).toString('base64url');
  #running: { readonly relay: Relay; readonly place: RelayPlace } | undefined;

  constructor(wish: OwnRelayConfig, config: Pick<Config, 'proxies' | 'tls'>, log: Log) {
    this.#wish = wish;
    this.#config = config;
    this.#log = log;
    this.#journal = new RelayJournal(log);
  }

  async start(): Promise<void> {
    try {
      this.#running = await this.#open();
    } catch (error) {
      const why = explain(error, this.#wish);
      if (this.#wish.onFailure === 'stop') throw new StartError(why, { cause: error });
      this.#log.warn({ err: error }, `${why} Until then, calls fail where no direct path is found.`);
      return;
    }
    const { relay, place } = this.#running;
    this.#journal.start();
    this.#log.info({ port: relay.port, tlsPort: relay.tlsPort }, 'relay started');
    if (isUnreachable(place)) this.#log.warn(unreachable);
  }

  async #open(): Promise<{ relay: Relay; place: RelayPlace }> {
    const { listen, port, tlsPort, name } = this.#wish;
    const { tls, proxies } = this.#config;
    const listening = (await lookup(listen)).address;
    const relay = await startRelay({
      ...this.#settings(),
      host: listening,
      port,
      ...(tls !== undefined && {
        tls: { cert: readFileSync(tls.cert), key: readFileSync(tls.key), port: tlsPort },
      }),
    });
    return { relay, place: { listening, name, proxies } };
  }

  #settings() {
    const { minPort, maxPort, externalIp, allowPeers } = this.#wish;
    return {
      secret: this.#secret,
      minPort,
      maxPort,
      allowPeers,
      quotas: { perUser },
      onEvent: this.#journal.note,
      ...(externalIp !== undefined && { externalIp }),
    };
  }

  urlsFor(arrival: Arrival): readonly string[] {
    if (this.#running === undefined) return [];
    const { relay, place } = this.#running;
    const name = relayNameFor(arrival, place);
    return name === undefined ? [] : relay.urls(name);
  }

  serversFor(arrival: Arrival, userId: UserId, expiresAtMs: number): readonly IceServer[] {
    const urls = this.urlsFor(arrival);
    return urls.length === 0 ? [] : [iceServerOf(urls, this.#secret, userId, expiresAtMs)];
  }

  async stop(): Promise<void> {
    if (this.#running === undefined) return;
    const { relay } = this.#running;
    this.#running = undefined;
    await relay.close();
    this.#journal.stop();
  }
}

/** Whether browsers come from elsewhere, and the relay can be reached from here alone. */
function isUnreachable({ listening, name, proxies }: RelayPlace): boolean {
  return proxies > 0 && name === undefined && isLoopback(listening);
}

const unreachable =
  'Browsers come through a proxy, but the relay listens on this machine alone, so it helps none of them. ' +
  'Set RELAY_LISTEN to 0.0.0.0 and open its ports, TURN_URLS to a TURN server, or RELAY to off.';

function explain(error: unknown, { listen, port }: OwnRelayConfig): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const failed = error instanceof Error && 'port' in error ? Number(error.port) : port;
  const what = 'The relay cannot start:';
  const otherPort = 'Set RELAY_PORT (for TLS: RELAY_TLS_PORT) to another one';
  switch (code) {
    case 'EADDRINUSE':
      return `${what} no port is free up to ${failed}. ${otherPort}, or RELAY to off.`;
    case 'EACCES':
    case 'EPERM':
      return `${what} this program may not listen on port ${failed}. ${otherPort}, above 1023, or RELAY to off.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${what} ${listen} is no address of this machine. Set RELAY_LISTEN to one, or RELAY to off.`;
    default:
      return `${what} ${error instanceof Error ? error.message : String(error)}. Set RELAY to off to go without it.`;
  }
}
