/**
 * How a router translates addresses. `cone`: one port of its own for each port inside, whoever is spoken to, so that two
 * can find each other (endpoint-independent mapping, RFC 4787). `symmetric`: another port for each one spoken to, so
 * that what one learns of it is of no use to another.
 */
export type Nat = 'cone' | 'symmetric';

const flags: Readonly<Record<Nat, string>> = {
  // Keeps the port that the host has chosen wherever that is free, which it is with one host inside.
  cone: 'persistent',
  symmetric: 'random,fully-random',
};

/** The rules of a router that translates in some way, for connections that begin from now on. */
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
 * The rules of a router that lets nobody in who was not spoken to. It answers them nothing either: a refusal would be
 * remembered as a connection of its own, and take the port away from the host that is about to use it.
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
