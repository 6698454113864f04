import * as v from 'valibot';
import { LinkId, bounds } from '@ringback/protocol';
import { readJson } from './json.ts';
import { LinkPlan } from './plan.ts';

const Sdp = v.pipe(v.string(), v.minLength(1), v.maxLength(48 * 1024));

const Description = v.object({ type: v.picklist(['offer', 'answer']), sdp: Sdp });

const IceCandidate = v.pipe(
  v.object({
    candidate: v.pipe(v.string(), v.maxLength(2_000)),
    sdpMLineIndex: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))),
    sdpMid: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(32)))),
  }),
  // RTCIceCandidate's constructor throws where neither says which part of the description is meant.
  v.check(({ sdpMLineIndex, sdpMid }) => typeof sdpMLineIndex === 'number' || typeof sdpMid === 'string'),
);

const Candidate = v.object({ type: v.literal('candidate'), candidate: IceCandidate });

/** One signal of a peer connection, as it is passed on after checking; anything else would end the peer. */
export const Signal = v.variant('type', [Description, Candidate]);
export type Signal = v.InferOutput<typeof Signal>;

/** Signals in one box: an answer with all its candidates fits many times over. */
export const signalsPerBox = 64;

/**
 * What one device says to the other through the server. `signals`: with an offer, `plan` says what its link is for.
 * `wantLink`: the caller's device initiates every link, so the callee's asks for the next one, naming the link that it
 * is to follow. `wantRestart`: for the same reason it asks for a restart of ICE.
 */
export const BoxContent = v.variant('kind', [
  v.object({
    kind: v.literal('signals'),
    signals: v.pipe(v.array(Signal), v.minLength(1), v.maxLength(signalsPerBox)),
    plan: v.exactOptional(LinkPlan),
  }),
  v.object({ kind: v.literal('wantLink'), after: v.nullable(LinkId) }),
  v.object({ kind: v.literal('wantRestart') }),
]);
export type BoxContent = v.InferOutput<typeof BoxContent>;

/** Returns what a box says, or undefined where it is malformed or too large. */
export function readBox(box: string): BoxContent | undefined {
  return box.length > bounds.boxBytes ? undefined : readJson(BoxContent, box);
}

export function writeBox(content: BoxContent): string {
  return JSON.stringify(content);
}
