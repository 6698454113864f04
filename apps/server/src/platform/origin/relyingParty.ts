import { isIP } from 'node:net';
import type { SignInWays } from '@ringback/protocol';

/** The host that all passkeys of this server belong to: that of its first public address, else `localhost`. */
export function relyingPartyId(publicUrls: readonly string[]): string {
  const [first] = publicUrls;
  return first === undefined ? 'localhost' : new URL(first).hostname;
}

/**
 * Whether a browser that reached the server by `hostname` can use passkeys, and why not: browsers bind them to a host
 * name, and never to an IP address (WebAuthn, section 5.1.2).
 */
export function passkeysAt(hostname: string | undefined, rpId: string): SignInWays['passkeys'] {
  if (isIP(rpId.replaceAll(/[[\]]/g, '')) !== 0)
    return { reason: "Passkeys don't work here: this server's address is an IP address." };
  if (hostname === rpId || hostname?.endsWith(`.${rpId}`) === true) return { rpId };
  return { reason: `Passkeys only work at ${rpId}. Open Ringback there to use them.` };
}
