import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { ipv6Groups } from '../addresses.ts';

/** How a browser reached this server. */
export interface RequestOrigin {
  /** The host in the browser's address bar, IPv6 in brackets; undefined if it sent none that is valid. */
  readonly hostname: string | undefined;
  /** The browser's IP address. */
  readonly address: string;
  /** The key for limits by address; see `rateLimitAddress`. */
  readonly addressKey: string;
}

/** Reads the origin of a request. `proxies`: how many reverse proxies of ours are in front of the server. */
export function originOf(request: IncomingMessage, proxies: number): RequestOrigin {
  return {
    hostname: hostnameOf(hostOf(request, proxies) ?? ''),
    address: remoteAddress(request, proxies),
    addressKey: rateLimitAddress(request, proxies),
  };
}

/** The name in a `Host` header; one dot at its end means the same name (RFC 1034, section 3.1). */
function hostnameOf(host: string): string | undefined {
  // `URL` would read a path, a query or a user name out of it.
  if (/[/\\?#@]/.test(host)) return undefined;
  const hostname = URL.parse(`http://${host}`)?.hostname.replace(/\.$/, '');
  const isName = hostname !== undefined && /^([a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\])$/.test(hostname);
  return isName ? hostname : undefined;
}

/** The key for rate limits by address. IPv6 addresses share one per /64, because a host gets a whole /64. */
export function rateLimitAddress(request: IncomingMessage, proxies: number): string {
  return addressKeyOf(remoteAddress(request, proxies));
}

/** The key of an address in limits. */
export function addressKeyOf(address: string): string {
  return isIPv6(address) && !address.includes('.')
    ? `${ipv6Groups(address).slice(0, 4).join(':')}::/64`
    : address;
}

/** Only the last `proxies` entries of `X-Forwarded-For` are trusted, because our own proxies wrote them. */
function remoteAddress(request: IncomingMessage, proxies: number): string {
  const remote = request.socket.remoteAddress ?? '';
  const chain = [...headerList(request, 'x-forwarded-for'), remote];
  return chain[Math.max(chain.length - 1 - proxies, 0)] ?? remote;
}

/** The host with which the browser reached the outermost of our proxies, or this server. */
function hostOf(request: IncomingMessage, proxies: number): string | undefined {
  const forwarded = proxies > 0 ? headerList(request, 'x-forwarded-host').at(-1) : undefined;
  return (forwarded ?? request.headers.host)?.toLowerCase();
}

/** Whether the browser used HTTPS, up to the outermost of our proxies or this server. */
export function isOverHttps(request: IncomingMessage, proxies: number): boolean {
  if (proxies > 0) return headerList(request, 'x-forwarded-proto')[0]?.toLowerCase() === 'https';
  return 'encrypted' in request.socket;
}

/** Whether a page of another site makes the request. A request without an `Origin` comes from no page. */
export function isCrossSite(request: IncomingMessage, proxies: number): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  const parsed = URL.parse(origin);
  const host = hostOf(request, proxies);
  if (parsed === null || host === undefined) return true;
  return URL.parse(`${parsed.protocol}//${host}`)?.host !== parsed.host;
}

function headerList(request: IncomingMessage, name: string): string[] {
  const value = request.headers[name];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
