import type { LinkCause, Route, LinkId } from '@ringback/protocol';
import { noHitch, noteHitch, noteLoss, type Hitch } from './hitch.ts';
import { countLossesFrom, shareLost, type Losses } from './losses.ts';
import type { LinkPlan } from './plan.ts';

/**
 * One media path of a call: one peer connection, one attempt, as this device sees what comes in.
 *
 * ```
 *             its first signal         connected          packets           none for a second
 *   offered ───────────────────> connecting ─────> ready ─────────> carrying ──────────────────> silent
 *      │                             │               │                 │ ^         packets          │
 *      │ connectTimeout              │ connectTimeout│ silent          │ └──────────────────────────┤
 *      │ noCandidates                │ noCandidates  │ iceFailed       │                            │
 *      │ iceFailed, peerClosed, setupFailed: from every state          │                            │
 *      v                             v               v                 v                            v
 *    over: taken out of its path, and never back
 * ```
 *
 * The device that takes an offer begins at `connecting`. Packets lead to `carrying` from every state: media may be
 * ahead of the data channel that says `connected`. A standby, and every link before the answer, rests at `ready`.
 */
export type Link = Offered | Connecting | Ready | Carrying | Silent;

interface Common {
  readonly id: LinkId;
  readonly plan: LinkPlan;
  readonly openedAt: number;
}

/** Made here; the other device has said nothing about it yet. */
export interface Offered extends Common {
  readonly state: 'offered';
}
/** Both devices know of it. */
export interface Connecting extends Common {
  readonly state: 'connecting';
}
/** The two devices are connected; no packet has come in yet. */
export interface Ready extends Common {
  readonly state: 'ready';
  /** Since when packets may be expected, in whatever time the link is given for the first one. */
  readonly readyAt: number;
  readonly patienceMs: number;
  /** For how much of that time nothing else needs to be tried. */
  readonly trustedMs: number;
}
/** Packets come in. */
export interface Carrying extends Common, Reception {
  readonly state: 'carrying';
  /** Since when they come in without a silence. */
  readonly since: number;
}
/** Packets came in and do so no more. They may come back, so it is kept until another link carries. */
export interface Silent extends Common, Reception {
  readonly state: 'silent';
  /** A restart of ICE is worth one try. */
  readonly restart: 'untried' | 'tried';
}

interface Reception {
  readonly route: Route;
  readonly media: number;
  readonly pulses: number;
  /** Whether sound, and a picture, have ever come in over this link. */
  readonly has: Received;
  /** Whether both devices offered addresses of their own, so that a relayed route means that no direct path was found. */
  readonly couldBeDirect: boolean;
  /** When a packet was last known to have come in. */
  readonly lastAt: number;
  /** How many looks in a row have found nothing new since. */
  readonly emptyLooks: number;
  /** What came last. */
  readonly last: 'media' | 'pulse';
  /** How badly media stuttered of late. */
  readonly hitch: Hitch;
  readonly losses: Losses;
}

/** What has come in, or should. */
export interface Received {
  readonly audio: boolean;
  readonly video: boolean;
}

/** What a look at one link's counters found. */
export interface Sample {
  readonly linkId: LinkId;
  /** RTP packets received so far, audio and video. */
  readonly media: number;
  /** Of these, those of sound. */
  readonly audio: number;
  /** RTP packets known to be lost so far, audio and video. */
  readonly lost: number;
  /** Pictures decoded so far. */
  readonly frames: number;
  /** Pulses received so far: signs of life of a device that has no sound to send. */
  readonly pulses: number;
  /** Null until a pair of candidates is selected. */
  readonly route: Route | null;
  readonly localCandidates: number;
  readonly remoteCandidates: number;
  readonly couldBeDirect: boolean;
  /** Whether the browser has lost the other device from sight: no answer to its checks for 5 s and more. */
  readonly isLost: boolean;
}

/** How long one attempt may take from its making until the two devices are connected; relays over TLS need 1-2 s. */
export const connectMs = 8_000;

/** Either side sends packets or pulses as soon as it is connected; who hears none for this long has a dead link. */
export const firstPacketMs = 3_000;

/**
 * A standby that was moved to has carried its checks all the time, so it carries media at once, or it is broken too, or
 * the other device stands still for a moment. After this long another link is tried beside it.
 */
export const movedPacketMs = 700;

/**
 * After how long without a packet a link is silent. Audio comes every 20 ms, muted or not. Pulses come every 200 ms,
 * but only once a second from a hidden page that plays nothing, whose timers the browser slows down.
 */
export const silenceMs = { media: 1_000, pulse: 3_000 } as const;

/**
 * A device that stood still for a moment looks late, and before its browser has taken in what has come meanwhile: one
 * look that finds nothing is no silence.
 */
export const enoughEmptyLooks = 2;

/** A link after it was looked at: it goes on, or it is over. */
export type Verdict =
  { readonly kind: 'on'; readonly link: Link } | { readonly kind: 'over'; readonly cause: LinkCause };

/**
 * Decides what a look at the counters means for a link; without a sample only time has passed. Nothing is expected of
 * a link that idles.
 */
export function lookAt(link: Link, sample: Sample | undefined, at: number, isIdle: boolean): Verdict {
  const heard = sample && receive(link, sample, at);
  if (heard !== undefined) return on(heard);
  switch (link.state) {
    case 'offered':
    case 'connecting':
      return at - link.openedAt < connectMs ? on(link) : over(whyUnconnected(link, sample));
    case 'ready':
      if (isIdle) return sample?.isLost === true ? over('iceFailed') : on(link);
      return at - link.readyAt < link.patienceMs ? on(link) : over('silent');
    case 'carrying':
      return on(stayOrFallSilent({ ...link, emptyLooks: link.emptyLooks + 1 }, at));
    case 'silent':
      return on(link);
  }
}

function on(link: Link): Verdict {
  return { kind: 'on', link };
}

function over(cause: LinkCause): Verdict {
  return { kind: 'over', cause };
}

function stayOrFallSilent(link: Carrying, at: number): Link {
  const isSilent = link.emptyLooks >= enoughEmptyLooks && at - link.lastAt >= silenceMs[link.last];
  return isSilent ? fallSilent(link) : link;
}

function fallSilent({ since: _, ...link }: Carrying): Silent {
  return { ...link, state: 'silent', restart: 'untried' };
}

/** The link with what came in since the last look; undefined where nothing did, or its route is not known yet. */
function receive(link: Link, sample: Sample, at: number): Carrying | undefined {
  const before = isHeard(link) ? link : { media: 0, pulses: 0, route: null };
  const route = sample.route ?? before.route;
  const hasMedia = sample.media > before.media;
  if (route === null || (!hasMedia && sample.pulses <= before.pulses)) return undefined;
  const { id, plan, openedAt } = link;
  const { media, pulses, couldBeDirect } = sample;
  return {
    id,
    plan,
    openedAt,
    state: 'carrying',
    route,
    media,
    pulses,
    couldBeDirect,
    has: { audio: sample.audio > 0, video: sample.frames > 0 },
    since: link.state === 'carrying' ? link.since : at,
    lastAt: at,
    emptyLooks: 0,
    last: hasMedia ? 'media' : 'pulse',
    ...weatherAfter(link, sample, at),
  };
}

function weatherAfter(link: Link, sample: Sample, at: number): Pick<Reception, 'hitch' | 'losses'> {
  const hitch = hitchAfter(link, at);
  if (link.state !== 'carrying') return { hitch, losses: countLossesFrom(sample, at) };
  const share = shareLost(link.losses, sample, at);
  if (share === undefined) return { hitch, losses: link.losses };
  return { hitch: noteLoss(hitch, share, at), losses: countLossesFrom(sample, at) };
}

/** Pulses come too seldom for a pause between them to mean anything. */
function hitchAfter(link: Link, at: number): Hitch {
  if (link.state !== 'carrying') return noHitch;
  const { hitch, last, lastAt, since } = link;
  return last === 'media' ? noteHitch(hitch, at - lastAt, at, lastAt - since) : hitch;
}

function whyUnconnected(link: Offered | Connecting, sample: Sample | undefined): LinkCause {
  if (sample === undefined) return 'connectTimeout';
  const hasAll = sample.localCandidates > 0 && (link.state === 'offered' || sample.remoteCandidates > 0);
  return hasAll ? 'connectTimeout' : 'noCandidates';
}

/** Whether packets have ever come in over a link. */
function isHeard(link: Link): link is Carrying | Silent {
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

/** Whether a link may yet carry media for the first time. */
export function isOnItsWay(link: Link): link is Offered | Connecting | Ready {
  return link.plan.purpose === 'main' && !isHeard(link);
}

/** Whether a link may yet carry media for the first time, so soon that nothing else needs to be tried. */
export function isPromising(link: Link, at: number): boolean {
  return isOnItsWay(link) && (link.state !== 'ready' || at - link.readyAt < link.trustedMs);
}
