import { isIP } from 'node:net';
import * as v from 'valibot';
import { isLoopback } from '../platform/addresses.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** A whole number within bounds. */
export function whole(fallback: number, min: number, max: number) {
  return v.optional(wholeOrNone(min, max), String(fallback));
}

/** A whole number within bounds, without a default. */
export function wholeOrNone(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d{1,15}$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
}

/** Milliseconds, up to a day. */
export const duration = (fallback: number) => whole(fallback, 1, dayMs);
export const count = (fallback: number) => whole(fallback, 1, 1_000_000_000);
/** A port to listen on; 0 takes any free one. */
export const listeningPort = wholeOrNone(0, 65_535);

export const text = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'));

/** A secret that somebody types once: 24 characters of base64 have 144 random bits. */
export const adminToken = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(24, 'must have at least 24 characters'),
  v.maxLength(200, 'must have at most 200 characters'),
  v.regex(/^[\x21-\x7E]+$/, 'must have no spaces, and only letters, digits and punctuation of ASCII'),
);

/** Comma-separated values, each checked by a schema. */
function list<Item extends v.GenericSchema<string, string>>(item: Item) {
  const split = v.transform((values: string) =>
    values
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== ''),
  );
  return v.pipe(v.string(), split, v.array(item));
}

/** TURN and STUN URLs (RFC 7064, RFC 7065). */
export const turnUrls = list(
  v.pipe(
    v.string(),
    v.regex(
      /^(turns?|stuns?):[^\s?]+(\?transport=(udp|tcp))?$/,
      'must list URLs like turn:turn.example.org:3478',
    ),
  ),
);

/** Ranges of IP addresses, or single addresses. */
export const ranges = list(v.pipe(v.string(), v.check(isRange, 'must list ranges like 10.0.0.0/8')));

function isRange(value: string): boolean {
  const [address = '', bits = '0', ...more] = value.split('/');
  const maxBits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= maxBits;
}

export const ipAddress = v.pipe(
  text,
  v.check((value) => isIP(value) !== 0, 'must be an IP address'),
);

/** A name or address without a port. A name has at most 253 characters (RFC 1035). */
export const hostName = v.pipe(
  text,
  v.check(
    (value) => isIP(value) !== 0 || /^[A-Za-z0-9_.-]{1,253}$/.test(value),
    'must be a host name or an IP address',
  ),
);

/** The number of proxies; `true` stands for 1. */
export const proxies = v.pipe(
  v.string(),
  v.transform((value) => ({ true: '1', false: '0', '': '0' })[value.trim()] ?? value.trim()),
  v.regex(/^\d$/, 'must be true, false or the number of proxies'),
  v.transform(Number),
);

/** Addresses of the app for browsers: `https://calls.example.org`, with a port where it is not the usual one. */
export const publicUrls = list(
  v.pipe(v.string(), v.check(isOrigin, 'must list addresses like https://calls.example.org, without a path')),
);

function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}

/** A page for people: shown as a link. */
export const webUrl = v.pipe(
  text,
  v.maxLength(500, 'must have at most 500 characters'),
  v.check(
    (value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''),
    'must be an address like https://example.org/privacy',
  ),
);

/** What people read about their host: an e-mail address, a link, or a sentence. */
export const contact = v.pipe(
  text,
  v.maxLength(200, 'must have at most 200 characters'),
  // Direction marks could make an address read as another one.
  v.regex(/^[^\p{Cc}\p{Cf}]*$/u, 'must have no invisible characters'),
);

/** The address of a provider of OpenID Connect. What it tells is trusted, so only loopback may do without TLS. */
export const issuer = v.pipe(
  text,
  v.check((value) => {
    const url = URL.parse(value);
    return url !== null && (url.protocol === 'https:' || isLoopback(url.hostname));
  }, 'must be an https address'),
);
