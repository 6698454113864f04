import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import type { IceServer, UserId } from '@ringback/protocol';
import { relayUrls, type RelayDoors } from '@ringback/relay';
import type { Config, OwnRelayConfig } from '../config/config.ts';
import type { RequestOrigin } from '../platform/requestOrigin.ts';
import type { Log } from '../platform/log.ts';
import { isLoopback } from '../platform/loopback.ts';
import { StartError } from '../platform/startError.ts';
import { iceServerOf } from './credentials.ts';
import type { RelayDesk } from './relayDesk.ts';
import type { ThreadRelayOptions } from './relayMessages.ts';
import { relayNameFor, type RelayPlace } from './relayName.ts';
import { startThreadRelay, type StartThreadRelay, type ThreadRelay } from './threadRelay.ts';

/**
 * Allocations of one user. A gathering takes one for each TURN URL and each network of the machine, and a call that rings
 * on three devices gathers three times, its standby once more; what a killed browser held stays for ten minutes.
 */
const perUser = 64;

/** Between a relay that died and the next one; what brings it down at once must not keep the machine busy. */
const againMs = 1000;

/** Whether there is a relay: one that died is started again, until the server stops. */
type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly relay: ThreadRelay; readonly place: RelayPlace }
  | { readonly kind: 'lost'; readonly timer: NodeJS.Timeout };

/** A relay inside this server, for hosts who run no TURN server. */
export class OwnRelay implements RelayDesk {
  readonly #wish: OwnRelayConfig;
  readonly #config: Pick<Config, 'proxies' | 'tls'>;
  readonly #log: Log;
  readonly #startRelay: StartThreadRelay;
  /** New with each start: the allocations it guards end with the process, too, and nothing has to be kept secret on disk. */
  readonly #secret = randomBytes(32).toString('base64url');
  #state: State = { kind: 'none' };

  constructor(
    wish: OwnRelayConfig,
    config: Pick<Config, 'proxies' | 'tls'>,
    log: Log,
    start: StartThreadRelay = startThreadRelay,
  ) {
    this.#wish = wish;
    this.#config = config;
    this.#log = log;
    this.#startRelay = start;
  }

  async start(): Promise<void> {
    const { listen, port, tlsPort } = this.#wish;
    try {
      const place = await this.#place(listen);
      this.#run(await this.#open(place, { port, tlsPort }), place);
    } catch (error) {
      const why = explain(error, this.#wish);
      if (this.#wish.onFailure === 'stop') throw new StartError(why, { cause: error });
      this.#log.warn({ err: error }, `${why} Until then, calls fail where no direct path is found.`);
    }
  }

  async #place(listen: string): Promise<RelayPlace> {
    return {
      listening: (await lookup(listen)).address,
      name: this.#wish.name,
      proxies: this.#config.proxies,
    };
  }

  #open(place: RelayPlace, { port, tlsPort }: RelayDoors): Promise<ThreadRelay> {
    const { minPort, maxPort, externalIp, allowPeers } = this.#wish;
    const { tls } = this.#config;
    const options: ThreadRelayOptions = {
      secret: this.#secret,
      host: place.listening,
      port,
      ...(tls !== undefined && {
        tls: {
          cert: readFileSync(tls.cert, 'utf8'),
          key: readFileSync(tls.key, 'utf8'),
          port: tlsPort ?? this.#wish.tlsPort,
        },
      }),
      minPort,
      maxPort,
      allowPeers,
      quotas: { perUser },
      ...(externalIp !== undefined && { externalIp }),
    };
    return this.#startRelay(options, {
      onCounted: (counts) => this.#log.info(counts, 'relay'),
      onLost: (error) => this.#onLost(error),
    });
  }

  #run(relay: ThreadRelay, place: RelayPlace): void {
    this.#state = { kind: 'running', relay, place };
    this.#log.info({ port: relay.port, tlsPort: relay.tlsPort }, 'relay started');
    if (isUnreachable(place)) this.#log.warn(unreachable);
  }

  #onLost(error: Error): void {
    if (this.#state.kind !== 'running') return;
    const { relay, place } = this.#state;
    this.#log.error({ err: error }, 'relay lost, it is started again');
    this.#tryAgain(relay, place);
  }

  /** Browsers in calls know where the relay was; so there it must be again. */
  #tryAgain(doors: RelayDoors, place: RelayPlace): void {
    const timer = setTimeout(() => void this.#startAgain(doors, place), againMs);
    this.#state = { kind: 'lost', timer };
  }

  async #startAgain(doors: RelayDoors, place: RelayPlace): Promise<void> {
    const lost = this.#state;
    try {
      const relay = await this.#open(place, doors);
      if (this.#state === lost) this.#run(relay, place);
      else await relay.close();
    } catch (error) {
      this.#log.error({ err: error }, 'relay cannot start again, it is tried once more');
      if (this.#state === lost) this.#tryAgain(doors, place);
    }
  }

  urlsFor(origin: RequestOrigin): readonly string[] {
    if (this.#state.kind !== 'running') return [];
    const { relay, place } = this.#state;
    const name = relayNameFor(origin, place);
    return name === undefined ? [] : relayUrls(name, relay);
  }

  serversFor(origin: RequestOrigin, userId: UserId, expiresAtMs: number): readonly IceServer[] {
    const urls = this.urlsFor(origin);
    return urls.length === 0 ? [] : [iceServerOf(urls, this.#secret, userId, expiresAtMs)];
  }

  async stop(): Promise<void> {
    const before = this.#state;
    this.#state = { kind: 'none' };
    if (before.kind === 'running') await before.relay.close();
    if (before.kind === 'lost') clearTimeout(before.timer);
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
