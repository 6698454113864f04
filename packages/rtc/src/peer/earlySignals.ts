import type { LinkId } from '@ringback/protocol';
import type { Signal } from '../machine/box.ts';

/** Signals that came ahead of their link's offer. */
export interface EarlySignals {
  readonly keep: (linkId: LinkId, signals: readonly Signal[], at: number) => void;
  /** Hands out, once, what came for a link no longer ago than 5 s. */
  readonly take: (linkId: LinkId, at: number) => readonly Signal[];
}

const keptMs = 5_000;
const mostKept = 32;

/** Keeps at most 32 boxes; the oldest ones make room. */
export function keepEarlySignals(): EarlySignals {
  let kept: readonly { readonly linkId: LinkId; readonly signals: readonly Signal[]; readonly at: number }[] =
    [];
  return {
    keep: (linkId, signals, at) => {
      kept = [...kept, { linkId, signals, at }].slice(-mostKept);
    },
    take: (linkId, at) => {
      const fresh = kept.filter((each) => at - each.at < keptMs);
      kept = fresh.filter((each) => each.linkId !== linkId);
      return fresh.filter((each) => each.linkId === linkId).flatMap(({ signals }) => signals);
    },
  };
}
