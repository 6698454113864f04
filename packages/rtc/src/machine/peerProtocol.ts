import * as v from 'valibot';
import { bounds, CallId, LinkId } from '@ringback/protocol';
import { LinkPlan } from './link.ts';
import { maxPeerMessageLength, maxSdpLength, maxSignalsPerEnvelope } from './policy.ts';
import { QualitySummary } from './quality/summary.ts';

// What the two devices of a call say to each other: in envelopes through the server, which does not read them, and in
// messages over a link's data channel. Both arrive as text from another person's device, so both are validated.

const Sdp = v.pipe(v.string(), v.minLength(1), v.maxLength(maxSdpLength));

const Description = v.object({ type: v.picklist(['offer', 'answer']), sdp: Sdp });

const IceCandidate = v.pipe(
  v.object({
    candidate: v.pipe(v.string(), v.maxLength(2_000)),
    sdpMLineIndex: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))),
    sdpMid: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(32)))),
  }),
  // RTCIceCandidate's constructor throws where neither names a media section of the description.
  v.check(({ sdpMLineIndex, sdpMid }) => typeof sdpMLineIndex === 'number' || typeof sdpMid === 'string'),
);

const Candidate = v.object({ type: v.literal('candidate'), candidate: IceCandidate });

/** One signal of a peer connection; simple-peer destroys itself on any malformed one. */
export const Signal = v.variant('type', [Description, Candidate]);
export type Signal = v.InferOutput<typeof Signal>;

/**
 * What one device tells the other through the server. `signals`: with an offer, `plan` says what the link is for.
 * `wantLink`: the caller's device initiates every link, so the callee's requests the next one and names the one that it
 * follows. `wantRestart`: for the same reason it requests an ICE restart.
 */
export const Envelope = v.variant('kind', [
  v.object({
    kind: v.literal('signals'),
    signals: v.pipe(v.array(Signal), v.minLength(1), v.maxLength(maxSignalsPerEnvelope)),
    plan: v.exactOptional(LinkPlan),
  }),
  v.object({ kind: v.literal('wantLink'), after: v.nullable(LinkId) }),
  v.object({ kind: v.literal('wantRestart') }),
]);
export type Envelope = v.InferOutput<typeof Envelope>;

/** Returns undefined where the text is malformed or too large. */
export function readEnvelope(text: string): Envelope | undefined {
  return text.length > bounds.boxBytes ? undefined : readJson(Envelope, text);
}

export function writeEnvelope(envelope: Envelope): string {
  return JSON.stringify(envelope);
}

export type SignalEnvelope = Envelope & { kind: 'signals' };

/** Puts signals of one link into an envelope. The plan goes with the offer; candidates need not repeat it. */
export function signalEnvelope(signals: Signal[], plan: LinkPlan): SignalEnvelope {
  return { kind: 'signals', signals, ...(hasOffer(signals) && { plan }) };
}

export function hasOffer(signals: readonly Signal[]): boolean {
  return signals.some(({ type }) => type === 'offer');
}

/** A newer page may say things that this one does not know. */
function known<const Known extends readonly string[]>(words: Known) {
  return v.fallback(v.optional(v.picklist(words)), undefined);
}

/** The reactions that people send in a call. Those of a newer page, which this one does not know, are ignored. */
export const reactions = ['thumbsUp', 'heart', 'applause', 'laughter', 'surprise', 'celebration'] as const;
export type Reaction = (typeof reactions)[number];

/** More turns than any call sees. */
const ScreenTurn = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));

/** What one device tells the other over a link's data channel, without the server. */
export const PeerMessage = v.variant('kind', [
  /** The other side hung up; this side need not wait for the server to say so. */
  v.object({ kind: v.literal('ended'), callId: CallId, agoMs: v.pipe(v.number(), v.minValue(0)) }),
  /**
   * What is being sent: a track that carries nothing still looks live to the receiver. The reasons say why something
   * is missing: `starting`, not opened yet; `paused`, by that device's system; `silent`, it is on and gives no sound. Unknown
   * reasons are ignored.
   */
  v.object({
    kind: v.literal('sending'),
    microphone: v.picklist(['on', 'muted', 'none']),
    microphoneReason: known(['starting', 'paused', 'silent']),
    camera: v.picklist(['on', 'off']),
    cameraReason: known(['paused']),
    /** That user put the call on hold. */
    held: v.fallback(v.optional(v.literal(true)), undefined),
    /** The user wants to speak; absent while the hand is down. Part of this message, because it is repeated on each new link. */
    hand: known(['raised']),
    /** Absent from pages that can't show one. */
    screen: known(['on', 'off']),
    /** Of two screens that are shared at once, the one with the higher number stays. */
    screenTurn: v.fallback(v.optional(ScreenTurn), undefined),
  }),
  /** From now on media is sent over the link that carries this message, which was a standby. */
  v.object({ kind: v.literal('moved') }),
  v.object({ kind: v.literal('reaction'), reaction: v.picklist(reactions) }),
  /** In a voice call: the sender has turned its camera on, and asks for the other one. Needs no answer. */
  v.object({ kind: v.literal('videoRequest') }),
  /**
   * What the sender measured in the last seconds; sent once a second while media comes in. Pages that don't know it
   * ignore it. `version` rises only when fields change their meaning.
   */
  v.object({ kind: v.literal('quality'), version: v.literal(1), summary: QualitySummary }),
]);
export type PeerMessage = v.InferOutput<typeof PeerMessage>;

/** Returns undefined where the text is malformed or too large. */
export function readPeerMessage(text: string): PeerMessage | undefined {
  return text.length > maxPeerMessageLength ? undefined : readJson(PeerMessage, text);
}

export function writePeerMessage(message: PeerMessage): string {
  return JSON.stringify(message);
}

function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | undefined {
  const parsed = v.safeParse(schema, parseJson(text));
  return parsed.success ? parsed.output : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
