import type { IncomingMessage } from 'node:http';
import type { HostPolicy, HostVerdict } from './hostPolicy.ts';
import type { Log } from '../log.ts';

/** How requests show that the server or its reverse proxy is set up wrong. */
type Mistake = Exclude<HostVerdict, 'answered'> | 'servedUnderPath' | 'unknownProxy';

const remedies = {
  misdirected:
    'A request for another host was refused. If people open Ringback at that address, add it to PUBLIC_URL; behind a reverse proxy, also let the proxy pass on the Host header.',
  crossSite:
    'A page of another address was refused. If people open Ringback at that address, let the reverse proxy pass on the Host header; where PUBLIC_URL is set, add the address to it.',
  servedUnderPath:
    'A reverse proxy serves Ringback under a path, where it does not work. Give it a host name of its own.',
  unknownProxy:
    'X-Forwarded-For is ignored. Behind a reverse proxy, set TRUST_PROXY, or all its users share the limits of one address.',
} as const satisfies Record<Mistake, string>;

/** Longer values are cut, because any client may send them. */
const maxLength = 100;

/** The same policy, which logs the remedy the first time that a request shows each mistake. */
export function withSetupWarnings(hostPolicy: HostPolicy, proxies: number, log: Log): HostPolicy {
  const warned = new Set<Mistake>();
  const warn = (mistake: Mistake, { headers }: IncomingMessage): void => {
    if (warned.has(mistake)) return;
    warned.add(mistake);
    const { host, origin } = headers;
    log.warn({ host: host?.slice(0, maxLength), origin: origin?.slice(0, maxLength) }, remedies[mistake]);
  };
  return (request) => {
    const verdict = hostPolicy(request);
    if (verdict !== 'answered') warn(verdict, request);
    if (request.headers['x-forwarded-prefix'] !== undefined) warn('servedUnderPath', request);
    if (proxies === 0 && request.headers['x-forwarded-for'] !== undefined) warn('unknownProxy', request);
    return verdict;
  };
}
