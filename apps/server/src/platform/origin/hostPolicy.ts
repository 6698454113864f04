import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLocalName } from '../addresses.ts';
import { isCrossSite, originOf } from './requestOrigin.ts';

/** What a server needs to know to tell its own addresses from others. */
export interface HostPolicyConfig {
  /** The address to listen on. */
  readonly host: string;
  /** The origins of the app in browsers. Empty: this machine's names, all IP addresses, and `host`. */
  readonly publicUrls: readonly string[];
  readonly proxies: number;
}

/** Judges a request before anything else of it is read. */
export type HostPolicy = (request: IncomingMessage) => HostVerdict;

/** Whether the server answers a request. */
export type HostVerdict =
  | 'answered'
  /** It asks for a host that is not this server (HTTP status 421, RFC 9110, section 15.5.20). */
  | 'misdirected'
  /** A page of another site makes it. */
  | 'crossSite';

/** For the person who asked for a wrong host, who may be the one who runs the server. */
export const misdirectedHelp =
  "This Ringback server doesn't answer to this address. If it should, add the address to PUBLIC_URL; behind a reverse proxy, also pass on the Host header.";

/**
 * Judges requests by the host they ask for and the page that makes them. Answering any host would let a page whose name
 * is pointed at this server (DNS rebinding) read all of it. Such an attack needs a name, so IP addresses are safe.
 */
export function createHostPolicy(config: HostPolicyConfig): HostPolicy {
  const { publicUrls, proxies } = config;
  const origins = new Set(publicUrls);
  const names = new Set(publicUrls.map((url) => new URL(url).hostname));
  const isOwnHost = (hostname: string): boolean =>
    names.size > 0 ? names.has(hostname) : isUnnamedHost(hostname, config.host);
  return (request) => {
    const { hostname } = originOf(request, proxies);
    if (hostname === undefined || !isOwnHost(hostname)) return 'misdirected';
    const { origin } = request.headers;
    if (origin === undefined) return 'answered';
    const isOwnPage = origins.size > 0 ? origins.has(origin) : !isCrossSite(request, proxies);
    return isOwnPage ? 'answered' : 'crossSite';
  };
}

/** Whether a host needs no `PUBLIC_URL`. */
function isUnnamedHost(hostname: string, listensOn: string): boolean {
  const isAddress = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
  return isAddress || isLocalName(hostname) || hostname === listensOn.toLowerCase();
}
