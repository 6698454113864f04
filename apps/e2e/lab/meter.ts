/** Packets that passed a router. Bytes include IP headers. */
export interface Traffic {
  readonly packets: number;
  readonly bytes: number;
}

/**
 * The rules that count datagrams from and to an address, from zero. Reserved words of nft, such as `meter`, cannot be
 * names.
 */
export function meterRules(address: string): string {
  return `
    table inet traffic
    delete table inet traffic
    table inet traffic {
      counter datagrams {}
      chain passing {
        type filter hook forward priority filter + 10; policy accept;
        ip saddr ${address} meta l4proto udp counter name datagrams
        ip daddr ${address} meta l4proto udp counter name datagrams
      }
    }`;
}

/**
 * Reads a counter from the output of nft.
 * @throws if it lists none
 */
export function readMeter(listed: string): Traffic {
  const [, packets, bytes] = /packets (\d+) bytes (\d+)/.exec(listed) ?? [];
  if (packets === undefined || bytes === undefined) throw new Error(`nft lists no counter: ${listed}`);
  return { packets: Number(packets), bytes: Number(bytes) };
}
