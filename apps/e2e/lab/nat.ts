/**
 * How a router translates addresses. `cone`: one port for each port inside, the same for all destinations, so that two
 * people can find each other (endpoint-independent mapping, RFC 4787). `symmetric`: another port for each destination,
 * so that the port which one destination learns is useless to another.
 */
export type Nat = 'cone' | 'symmetric';

const flags: Readonly<Record<Nat, string>> = {
  // Keeps the port that the host chose if that is free, which it is with one host inside.
  cone: 'persistent',
  symmetric: 'random,fully-random',
};

/** The rules of a router with this kind of translation, for connections that start from now on. */
export function natRules(nat: Nat, uplink: string): string {
  return `
    table ip nat
    flush table ip nat
    table ip nat {
      chain leaving {
        type nat hook postrouting priority srcnat; policy accept;
        oifname "${uplink}" masquerade ${flags[nat]}
      }
    }`;
}

/**
 * The rules of a router that drops packets from addresses that its hosts have not contacted. It sends no reject either:
 * the connection tracker would record that as a connection, and take the port that the host is about to use.
 */
export function guardRules(uplink: string): string {
  return `
    table inet guard {
      chain arriving {
        type filter hook input priority filter; policy accept;
        iifname "${uplink}" drop
      }
      chain passing {
        type filter hook forward priority filter; policy accept;
        iifname "${uplink}" ct state new,invalid drop
      }
    }`;
}
