import type { BoxContent, Signal } from '../machine/box.ts';
import type { LinkPlan } from '../machine/plan.ts';

/** A box of signals of one link. */
export type SignalsBox = BoxContent & { kind: 'signals' };

/** What a link is for is said with its offer; candidates need not repeat it. */
export function signalsBox(signals: Signal[], plan: LinkPlan): SignalsBox {
  const offers = signals.some(({ type }) => type === 'offer');
  return { kind: 'signals', signals, ...(offers && { plan }) };
}
