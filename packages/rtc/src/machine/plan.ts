import * as v from 'valibot';

/**
 * Which candidates both ends of a link use.
 * `otherRelay`: relays only, over another transport than that of the link that carries now.
 * `direct`: no relay; so it comes up directly, or not at all.
 */
export const candidateChoices = ['all', 'relay', 'otherRelay', 'direct'] as const;
export type Candidates = (typeof candidateChoices)[number];

/**
 * What a link is for. The device that initiates it decides, and says so with its offer. `main`: it carries media as
 * soon as it can. `standby`: it is connected and carries nothing, until the other one falls silent.
 */
export const LinkPlan = v.object({
  purpose: v.picklist(['main', 'standby']),
  candidates: v.picklist(candidateChoices),
});
export type LinkPlan = v.InferOutput<typeof LinkPlan>;

/** What is meant by an offer that says nothing. */
export const plainPlan: LinkPlan = { purpose: 'main', candidates: 'all' };

/** What a device demands of the links of one call. */
export interface LinkRules {
  /**
   * `always`: this device's address must never be known to the other.
   * `untilAnswer`: not before the call is answered.
   * `first`: it may be, but direct paths failed on this network, so a relay is faster.
   * `no`: a direct path is the best one.
   */
  readonly relays: 'always' | 'untilAnswer' | 'first' | 'no';
}

/** Whether a link uses relays and nothing else. */
export function isRelayOnly({ candidates }: LinkPlan): boolean {
  return candidates === 'relay' || candidates === 'otherRelay';
}

/** How far a call has come for its path: before the answer nothing is sent, and nothing that comes in is shown. */
export type MediaSessionStage = 'warm' | 'live';

/** Whether this device's address must stay unknown to the other one right now. */
export function mustRelay({ relays }: LinkRules, stage: MediaSessionStage): boolean {
  switch (relays) {
    case 'always':
      return true;
    case 'untilAnswer':
      return stage === 'warm';
    case 'first':
    case 'no':
      return false;
  }
}

/**
 * Narrows what the other device wants of a link to what this one allows; undefined where nothing is left, because a
 * direct path would give the address away.
 */
export function allowedPlan(
  plan: LinkPlan,
  rules: LinkRules,
  stage: MediaSessionStage,
): LinkPlan | undefined {
  if (!mustRelay(rules, stage)) return plan;
  switch (plan.candidates) {
    case 'direct':
      return undefined;
    case 'all':
      return { ...plan, candidates: 'relay' };
    case 'relay':
    case 'otherRelay':
      return plan;
  }
}
