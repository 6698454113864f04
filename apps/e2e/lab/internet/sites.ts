/** A place with an uplink to the lab's internet. */
export interface Site {
  /** The interface of its uplink; at most 15 characters. */
  readonly uplink: string;
  /** The first three numbers of its addresses. */
  readonly network: string;
}

/**
 * The sites. Addresses are from 198.18.0.0/15, which is reserved for benchmarking networks (RFC 2544): no real host has
 * them, and a relay treats them as public once it is configured to.
 */
export const sites = {
  ada: { uplink: 'ada-wan', network: '198.18.1' },
  grace: { uplink: 'grace-wan', network: '198.18.2' },
  public: { uplink: 'public-wan', network: '198.19.0' },
} as const satisfies Readonly<Record<string, Site>>;

/** All sites' addresses, as a range. */
export const publicRange = '198.18.0.0/15';
