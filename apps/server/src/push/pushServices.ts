import { isIP } from 'node:net';
import { ipv6Groups } from '../platform/addresses.ts';
import type { Delivery } from './pushDelivery.ts';

/*
 *   new ──answered──> working ──failed three times in a row──> struggling
 *    └─────────────failed──────────────────────────────────────────^
 *                        ^──────────────answered quickly─────────────┘
 */

/**
 * How well a push service works. `vendor`: of a browser's vendor, which is trusted until it fails; anyone can name any
 * other address as a push service.
 */
type Standing = 'vendor' | 'working' | 'new' | 'struggling';

/** Of one owner, because one can have any number of names or ports. */
interface Concurrency {
  readonly service: number;
  readonly owner: number;
  readonly all: number;
}

/** Messages that are being sent at once to the services of a standing: to one, to those of one owner, and to all. */
const concurrency: Readonly<Record<Standing, Concurrency>> = {
  vendor: { service: 64, owner: 256, all: 256 },
  working: { service: 32, owner: 64, all: 128 },
  new: { service: 6, owner: 24, all: 64 },
  struggling: { service: 2, owner: 6, all: 24 },
};
/** The part of these places that messages about anything but a ringing call may take. */
const shareOfOthers = 2 / 3;
/** How long a message may take, by the standing of its service. Push services usually answer within a second. */
const timeoutMs: Readonly<Record<Standing, number>> = {
  vendor: 8_000,
  working: 8_000,
  new: 4_000,
  struggling: 4_000,
};
/** An answer that takes longer counts as a failure. */
const slowMs = 3_000;
const failuresUntilStruggling = 3;
/** Services and owners that are remembered; then those without traffic are forgotten. */
const maxRemembered = 2_000;

/** The services of Chromium, Firefox, Safari and Edge. */
const vendorDomains: readonly string[] = [
  'fcm.googleapis.com',
  'push.services.mozilla.com',
  'push.apple.com',
  'notify.windows.com',
];

type Counts = Record<Standing, number>;

/** Messages that are being sent to the services of one owner. */
interface Owner {
  readonly name: string;
  readonly sending: Counts;
}

/** A push service, as an endpoint's host and port name it. */
export interface PushHost {
  readonly owner: Owner;
  readonly isVendor: boolean;
  hasAnswered: boolean;
  failuresInARow: number;
  sending: number;
}

/** Decides how many messages may be sent at once to each push service, so that slow ones hold no others up. */
export class PushServices {
  readonly #hosts = new Map<string, PushHost>();
  readonly #owners = new Map<string, Owner>();
  readonly #sending = noCounts();

  /** Finds or adds the service of an endpoint. */
  hostOf(endpoint: string): PushHost {
    const { host, hostname } = new URL(endpoint);
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    if (this.#hosts.size >= maxRemembered) this.#forgetIdle();
    const isVendor = vendorDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
    const added = {
      owner: this.#ownerNamed(ownerOf(hostname)),
      isVendor,
      hasAnswered: false,
      failuresInARow: 0,
      sending: 0,
    };
    this.#hosts.set(host, added);
    return added;
  }

  /** Whether one more message may be sent to a service. A ringing call may also use the places that are kept for such. */
  mayStart(host: PushHost, lane: 'ringing' | 'other'): boolean {
    const standing = standingOf(host);
    const share = lane === 'ringing' ? 1 : shareOfOthers;
    const [service, owner, all] = [
      Math.ceil(concurrency[standing].service * share),
      Math.ceil(concurrency[standing].owner * share),
      Math.ceil(concurrency[standing].all * share),
    ];
    return host.sending < service && host.owner.sending[standing] < owner && this.#sending[standing] < all;
  }

  /** How long to wait for a service to answer. */
  timeoutMs(host: PushHost): number {
    return timeoutMs[standingOf(host)];
  }

  /** Counts a message that is being sent. Call the function that this returns when it's over. */
  start(host: PushHost): (delivery: Delivery, tookMs: number) => void {
    const standing = standingOf(host);
    this.#count(host, standing, 1);
    return (delivery, tookMs) => {
      this.#count(host, standing, -1);
      record(host, delivery, tookMs);
    };
  }

  #count(host: PushHost, standing: Standing, change: 1 | -1): void {
    host.sending += change;
    host.owner.sending[standing] += change;
    this.#sending[standing] += change;
  }

  #ownerNamed(name: string): Owner {
    const known = this.#owners.get(name);
    if (known !== undefined) return known;
    const owner = { name, sending: noCounts() };
    this.#owners.set(name, owner);
    return owner;
  }

  /** A message that waits keeps its own reference to a service, so forgetting one forgets only how well it works. */
  #forgetIdle(): void {
    for (const [name, { sending, isVendor }] of this.#hosts)
      if (sending === 0 && !isVendor) this.#hosts.delete(name);
    for (const [name, { sending }] of this.#owners)
      if (Object.values(sending).every((count) => count === 0)) this.#owners.delete(name);
  }
}

function noCounts(): Counts {
  return { vendor: 0, working: 0, new: 0, struggling: 0 };
}

/** The registered domain of a host, which is its last two labels as a rule; for addresses, the address or IPv6 /64. */
export function ownerOf(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/u, '$1');
  switch (isIP(bare)) {
    case 4:
      return bare;
    case 6:
      return ipv6Groups(bare).slice(0, 4).join(':');
    default:
      return bare.split('.').slice(-2).join('.');
  }
}

function standingOf({ isVendor, hasAnswered, failuresInARow }: PushHost): Standing {
  const isTrusted = isVendor || hasAnswered;
  if (failuresInARow >= (isTrusted ? failuresUntilStruggling : 1)) return 'struggling';
  return isVendor ? 'vendor' : hasAnswered ? 'working' : 'new';
}

function record(host: PushHost, delivery: Delivery, tookMs: number): void {
  if (delivery.kind === 'unreachable' || tookMs > slowMs) {
    host.failuresInARow += 1;
    return;
  }
  host.failuresInARow = 0;
  host.hasAnswered = true;
}
