import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** How a browser reached this server. */
export interface RequestOrigin {
  /** The name or address in its address bar, IPv6 in brackets; undefined where it told none that can be one. */
  readonly hostname: string | undefined;
  /** Where it comes from. */
  readonly address: string;
}

/** Sees how a request reached this server. */
export function originOf(request: IncomingMessage, proxies: number): RequestOrigin {
  const hostname = URL.parse(`http://${hostOf(request, proxies) ?? ''}`)?.hostname;
  const isName = hostname !== undefined && /^([a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\])$/.test(hostname);
  return { hostname: isName ? hostname : undefined, address: remoteOf(request, proxies) };
}

/**
 * Where a request comes from, for counting alone: an IPv6 address counts by its /64, for a host has all of it.
 */
export function addressOf(request: IncomingMessage, proxies: number): string {
  const address = remoteOf(request, proxies);
  return isIPv6(address) && !address.includes('.')
    ? `${groupsOf(address).slice(0, 4).join(':')}::/64`
    : address;
}

/** Of `X-Forwarded-For` only what our own proxies wrote is believed: the n-th address from the end, for n proxies. */
function remoteOf(request: IncomingMessage, proxies: number): string {
  const remote = request.socket.remoteAddress ?? '';
  const chain = [...headerList(request, 'x-forwarded-for'), remote];
  return chain[Math.max(chain.length - 1 - proxies, 0)] ?? remote;
}

/** The host by which the browser reached us: what its address bar says, as far as our own proxies tell. */
function hostOf(request: IncomingMessage, proxies: number): string | undefined {
  const forwarded = proxies > 0 ? headerList(request, 'x-forwarded-host').at(-1) : undefined;
  return (forwarded ?? request.headers.host)?.toLowerCase();
}

/** Whether a page of another site asks. Who sends no origin is no browser's page, and may. */
export function isForeign(request: IncomingMessage, proxies: number): boolean {
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

/** The eight groups of an IPv6 address, in hexadecimal. */
export function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const rest = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...rest];
}
