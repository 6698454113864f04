/** Packets that a router lets through no more, in calls under way as well. */
export interface Cut {
  readonly what: 'everything' | 'udp' | 'allButTcp443';
  /** As the people behind the router see it; both unless named. */
  readonly direction?: 'out' | 'in' | 'both';
  /** Only what goes to this address, or comes from it. */
  readonly with?: string;
}

/** The rules of a router with these cuts and no others. */
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

/** @param port the far one: where it goes to on the way out, where it comes from on the way in */
function matching(what: Cut['what'], port: 'sport' | 'dport'): string {
  switch (what) {
    case 'everything':
      return '';
    case 'udp':
      return 'meta l4proto udp';
    case 'allButTcp443':
      // 6 is TCP. The `th` header is the transport's, so that a datagram with that port does not count.
      return `meta l4proto . th ${port} != { tcp . 443 }`;
  }
}
