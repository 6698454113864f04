/** Packets that a router drops, also in established connections. */
export interface Cut {
  readonly what: 'everything' | 'udp' | 'allButTcp443';
  /** As seen by the people behind the router; both by default. */
  readonly direction?: 'out' | 'in' | 'both';
  /** Only packets to or from this address. */
  readonly with?: string;
}

/** The rules of a router with exactly these cuts. */
export function cutRules(cuts: readonly Cut[], uplink: string): string {
  return `
    table inet cuts
    flush table inet cuts
    table inet cuts {
      chain passing {
        type filter hook forward priority filter - 10; policy accept;
        ${cuts.flatMap((cut) => rulesOf(cut, uplink)).join('\n        ')}
      }
    }`;
}

function rulesOf({ what, direction = 'both', with: peer }: Cut, uplink: string): string[] {
  const out = `oifname "${uplink}" ${peer === undefined ? '' : `ip daddr ${peer}`} ${matching(what, 'dport')} drop`;
  const back = `iifname "${uplink}" ${peer === undefined ? '' : `ip saddr ${peer}`} ${matching(what, 'sport')} drop`;
  switch (direction) {
    case 'out':
      return [out];
    case 'in':
      return [back];
    case 'both':
      return [out, back];
  }
}

/** @param port the remote one: the destination port on the way out, the source port on the way in */
function matching(what: Cut['what'], port: 'sport' | 'dport'): string {
  switch (what) {
    case 'everything':
      return '';
    case 'udp':
      return 'meta l4proto udp';
    case 'allButTcp443':
      // 6 is TCP. The `th` header is that of the transport, so a datagram with the same port does not match.
      return `meta l4proto . th ${port} != { tcp . 443 }`;
  }
}
