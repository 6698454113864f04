import * as v from 'valibot';
import { LinkId } from '../wire/ids.ts';

const Sdp = v.pipe(v.string(), v.minLength(1), v.maxLength(48 * 1024));

const Description = v.object({ type: v.picklist(['offer', 'answer']), sdp: Sdp });

const Candidate = v.object({
  type: v.literal('candidate'),
  candidate: v.object({
    candidate: v.pipe(v.string(), v.maxLength(2_000)),
    sdpMLineIndex: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))),
    sdpMid: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(32)))),
  }),
});

/** One signal of a peer connection, as it is passed on after checking; anything else would end the peer. */
export const Signal = v.variant('type', [Description, Candidate]);
export type Signal = v.InferOutput<typeof Signal>;

/**
 * What one device says to the other through the server. `wantLink`: the caller's device initiates every link,
 * so the callee's asks for the next one, naming the link that it is to follow.
 */
export const BoxContent = v.variant('kind', [
  v.object({ kind: v.literal('signals'), signals: v.pipe(v.array(Signal), v.minLength(1), v.maxLength(64)) }),
  v.object({ kind: v.literal('wantLink'), after: v.nullable(LinkId) }),
]);
export type BoxContent = v.InferOutput<typeof BoxContent>;
