import type { LinkCause, Route, LinkId } from '@ringback/protocol';
import * as v from 'valibot';
import {
  lossRate,
  noStalls,
  recordLoss,
  recordStall,
  startLossWindow,
  type LossTracker,
  type StallTracker,
} from './linkQuality.ts';
import { connectTimeoutMs, minEmptyPolls, silentAfterMs } from './policy.ts';

/**
 * Which candidates both ends of a link use.
 * `otherRelay`: relays only, over another transport than the active link's.
 * `direct`: no relay, so it connects directly or not at all.
 */
const candidateChoices = ['all', 'relay', 'otherRelay', 'direct'] as const;
export type Candidates = (typeof candidateChoices)[number];

/**
 * What a link is for. Its initiator decides, and says so with its offer. `main`: it carries media as soon as it can.
 * `standby`: it is connected and carries nothing until the main link falls silent.
 */
export const LinkPlan = v.object({
  purpose: v.picklist(['main', 'standby']),
  candidates: v.picklist(candidateChoices),
});
export type LinkPlan = v.InferOutput<typeof LinkPlan>;

/** The plan of an offer that names none. */
export const defaultPlan: LinkPlan = { purpose: 'main', candidates: 'all' };

/** What a device demands of the links of one call. */
export interface LinkRules {
  /**
   * `always`: the other device must never learn this device's address.
   * `untilAnswer`: not before the call is answered.
   * `first`: it may, but direct links failed on this network, so a relay is faster.
   * `no`: a direct link is best.
   */
  readonly relays: 'always' | 'untilAnswer' | 'first' | 'no';
}

/** `warm`: before the answer, when links connect and carry nothing. `live`: after it. */
export type MediaSessionStage = 'warm' | 'live';

/** Whether a link uses relays only. */
export function isRelayOnly({ candidates }: LinkPlan): boolean {
  return candidates === 'relay' || candidates === 'otherRelay';
}

/** Whether this device's address must be hidden from the other one right now. */
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
 * Narrows an offered plan to what this device allows. Returns undefined where nothing is left, because a direct link
 * would reveal the address.
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

/**
 * One attempt to carry a call's media: one peer connection, seen from the receiving side.
 *
 * ```
 *             its first signal         connected          packets           none for a second
 *   offered ───────────────────> connecting ─────> ready ─────────> carrying ──────────────────> silent
 *      │                             │               │                 │ ^         packets          │
 *      │ connectTimeout              │ connectTimeout│ silent          │ └──────────────────────────┤
 *      │ noCandidates                │ noCandidates  │ iceFailed       │                            │
 *      │ iceFailed, peerClosed, setupFailed: from every state          │                            │
 *      v                             v               v                 v                            v
 *    closed: removed from its session, for good
 * ```
 *
 * The device that takes an offer starts at `connecting`. Packets lead to `carrying` from every state, since media may
 * arrive before the data channel says `connected`. A standby, and every link before the answer, stays at `ready`.
 */
export type Link = Offered | Connecting | Ready | Carrying | Silent;

interface LinkBase {
  readonly id: LinkId;
  readonly plan: LinkPlan;
  readonly openedAt: number;
}

/** Made here; the other device has not answered yet. */
export interface Offered extends LinkBase {
  readonly state: 'offered';
}
/** Both devices know of it. */
export interface Connecting extends LinkBase {
  readonly state: 'connecting';
}
/** The two devices are connected, and no packet has come in. */
export interface Ready extends LinkBase {
  readonly state: 'ready';
  /** Packets are expected from here on, the first one within `timeoutMs`. */
  readonly readyAt: number;
  readonly timeoutMs: number;
  /** After this part of that time another link is tried beside it. */
  readonly trustedMs: number;
}
/** Packets come in. */
export interface Carrying extends LinkBase, ReceivedMedia {
  readonly state: 'carrying';
  /** They have come in without a silence since then. */
  readonly since: number;
}
/** Packets came in and stopped. They may come back, so the link is kept until another one carries. */
export interface Silent extends LinkBase, ReceivedMedia {
  readonly state: 'silent';
  /** An ICE restart is worth one try. */
  readonly restart: 'untried' | 'tried';
}

interface ReceivedMedia {
  readonly route: Route;
  readonly packets: number;
  readonly heartbeats: number;
  /** Whether audio and video have ever come in over this link. */
  readonly received: MediaKinds;
  /** Both devices have candidates of their own, so that a relayed route means that no direct path was found. */
  readonly couldBeDirect: boolean;
  /** When a packet was last known to have come in. */
  readonly lastAt: number;
  readonly lastKind: 'media' | 'heartbeat';
  /** Polls in a row that found nothing new since. */
  readonly emptyPolls: number;
  readonly stalls: StallTracker;
  readonly losses: LossTracker;
}

export interface MediaKinds {
  readonly audio: boolean;
  readonly video: boolean;
}

/** One link's counters, as one poll found them. All counts are totals since the link was made. */
export interface StatsSample {
  readonly linkId: LinkId;
  /** RTP packets received, audio and video. */
  readonly packets: number;
  readonly audioPackets: number;
  /** RTP packets known to be lost, audio and video; a late packet lowers it again. */
  readonly lostPackets: number;
  readonly decodedFrames: number;
  readonly heartbeats: number;
  /** Null until ICE has selected a candidate pair. */
  readonly route: Route | null;
  readonly localCandidates: number;
  readonly remoteCandidates: number;
  readonly couldBeDirect: boolean;
  /** The browser got no answer to its connectivity checks for 5 s or more. */
  readonly isDisconnected: boolean;
}

/** A link after a poll: still open, or to be closed. */
export type PollResult =
  { readonly kind: 'open'; readonly link: Link } | { readonly kind: 'closed'; readonly cause: LinkCause };

/**
 * Decides what one poll means for a link; without a sample only time has passed. An idle link is expected to carry
 * nothing.
 */
export function pollLink(
  link: Link,
  sample: StatsSample | undefined,
  at: number,
  isIdle: boolean,
): PollResult {
  const carrying = sample && receivePackets(link, sample, at);
  if (carrying !== undefined) return open(carrying);
  switch (link.state) {
    case 'offered':
    case 'connecting':
      return at - link.openedAt < connectTimeoutMs ? open(link) : closed(whyUnconnected(link, sample));
    case 'ready':
      if (isIdle) return sample?.isDisconnected === true ? closed('iceFailed') : open(link);
      return at - link.readyAt < link.timeoutMs ? open(link) : closed('silent');
    case 'carrying':
      return open(afterEmptyPoll({ ...link, emptyPolls: link.emptyPolls + 1 }, at));
    case 'silent':
      return open(link);
  }
}

function open(link: Link): PollResult {
  return { kind: 'open', link };
}

function closed(cause: LinkCause): PollResult {
  return { kind: 'closed', cause };
}

function afterEmptyPoll(link: Carrying, at: number): Link {
  const isSilent = link.emptyPolls >= minEmptyPolls && at - link.lastAt >= silentAfterMs[link.lastKind];
  return isSilent ? toSilent(link) : link;
}

function toSilent({ since: _, ...link }: Carrying): Silent {
  return { ...link, state: 'silent', restart: 'untried' };
}

/** Adds what came in since the last poll. Returns undefined where nothing did, or the route is unknown yet. */
function receivePackets(link: Link, sample: StatsSample, at: number): Carrying | undefined {
  const before = hasCarried(link) ? link : { packets: 0, heartbeats: 0, route: null };
  const route = sample.route ?? before.route;
  const hasMedia = sample.packets > before.packets;
  if (route === null || (!hasMedia && sample.heartbeats <= before.heartbeats)) return undefined;
  const { id, plan, openedAt } = link;
  const { packets, heartbeats, couldBeDirect } = sample;
  return {
    id,
    plan,
    openedAt,
    state: 'carrying',
    route,
    packets,
    heartbeats,
    couldBeDirect,
    received: { audio: sample.audioPackets > 0, video: sample.decodedFrames > 0 },
    since: link.state === 'carrying' ? link.since : at,
    lastAt: at,
    emptyPolls: 0,
    lastKind: hasMedia ? 'media' : 'heartbeat',
    ...linkQualityAfter(link, sample, at),
  };
}

function linkQualityAfter(
  link: Link,
  sample: StatsSample,
  at: number,
): Pick<ReceivedMedia, 'stalls' | 'losses'> {
  const stalls = stallsAfter(link, at);
  if (link.state !== 'carrying') return { stalls, losses: startLossWindow(sample, at) };
  const rate = lossRate(link.losses, sample, at);
  if (rate === undefined) return { stalls, losses: link.losses };
  return { stalls: recordLoss(stalls, rate, at), losses: startLossWindow(sample, at) };
}

/** Heartbeats are too far apart for a pause between them to mean a stall. */
function stallsAfter(link: Link, at: number): StallTracker {
  if (link.state !== 'carrying') return noStalls;
  const { stalls, lastKind, lastAt, since } = link;
  return lastKind === 'media' ? recordStall(stalls, at - lastAt, at, lastAt - since) : stalls;
}

function whyUnconnected(link: Offered | Connecting, sample: StatsSample | undefined): LinkCause {
  if (sample === undefined) return 'connectTimeout';
  const hasAll = sample.localCandidates > 0 && (link.state === 'offered' || sample.remoteCandidates > 0);
  return hasAll ? 'connectTimeout' : 'noCandidates';
}

function hasCarried(link: Link): link is Carrying | Silent {
  switch (link.state) {
    case 'carrying':
    case 'silent':
      return true;
    case 'offered':
    case 'connecting':
    case 'ready':
      return false;
  }
}

/** Whether a main link may yet carry media for the first time. */
export function isPending(link: Link): link is Offered | Connecting | Ready {
  return link.plan.purpose === 'main' && !hasCarried(link);
}

/** Whether it may do so soon enough that no other link needs to be tried. */
export function isPromising(link: Link, at: number): boolean {
  return isPending(link) && (link.state !== 'ready' || at - link.readyAt < link.trustedMs);
}
