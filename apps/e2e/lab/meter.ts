/** What has passed a router. Bytes include the headers of IP. */
export interface Traffic {
  readonly packets: number;
  readonly bytes: number;
}

/** The rules that count datagrams from and to an address, from zero. */
export function meterRules(address: string): string {
  return `
    table inet meter
    delete table inet meter
    table inet meter {
      counter udp {}
      chain passing {
        type filter hook forward priority filter + 10; policy accept;
        ip saddr ${address} meta l4proto udp counter name udp
        ip daddr ${address} meta l4proto udp counter name udp
      }
    }`;
}

/**
 * Reads what nft lists of a counter.
 *
 * @throws if it lists none
 */
export function readMeter(listed: string): Traffic {
  const [, packets, bytes] = /packets (\d+) bytes (\d+)/.exec(listed) ?? [];
  if (packets === undefined || bytes === undefined) throw new Error(`nft lists no counter: ${listed}`);
  return { packets: Number(packets), bytes: Number(bytes) };
}
