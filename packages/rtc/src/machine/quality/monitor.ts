import type { LinkId } from '@ringback/protocol';
import { ratesBetween, type QualityCounters, type QualityRates } from './counters.ts';
import { judge, minFps, networkGrade, type Grade } from './judge.ts';
import { startSteady, steady, type ShownQuality, type SteadyQuality } from './steady.ts';
import { boundedSummary, type Leg, type QualitySummary } from './summary.ts';

/** How often the quality of a link is judged. */
export const qualityIntervalMs = 1_000;

/** Over how long numbers are taken: long enough for some 150 packets of voice, short enough to name a fault in 8 s. */
const windowMs = 3_000;

/** At 2 % loss and 50 packets a second, 5 % come by chance in 2 of 100 windows, and in 1 of 1,000 of this length. */
const longWindowMs = 8_000;

/** A summary of the other device that is older says nothing about now. */
const staleSummaryMs = 4_000;

/** A frozen camera gives nothing at all, so a shorter time tells it. */
const frozenWindowMs = 2_000;

/** Time without counters in which the link may have been broken: what was counted before it is not compared. */
const gapMs = 3_000;

/** The counters of the last seconds, and what is shown of them. */
export interface QualityState {
  readonly linkId?: LinkId;
  /** Oldest first. */
  readonly counters: readonly QualityCounters[];
  readonly theirs?: { readonly at: number; readonly summary: QualitySummary };
  /** The grade of the network as it was last judged. */
  readonly network: Grade;
  readonly steady: SteadyQuality;
  /** Since when both cameras have been as they are. */
  readonly cameras: CameraState & { readonly since: number };
}

/** Whether a picture is sent and expected. */
export interface CameraState {
  readonly sent: boolean;
  readonly expected: boolean;
}

/** What is known at one moment besides the counters of the link. */
export interface QualityContext {
  readonly linkId: LinkId;
  readonly counters: QualityCounters;
  readonly cameras: CameraState;
  readonly leg?: Leg;
  /** This page's thread runs much slower than it can. */
  readonly isSlow: boolean;
}

/** The state after a look, and what this device measured; without a summary it is too early to tell. */
export interface QualityStep {
  readonly state: QualityState;
  readonly summary?: QualitySummary;
}

export function startQuality(at: number): QualityState {
  return {
    counters: [],
    network: 'good',
    steady: startSteady(at),
    cameras: { sent: false, expected: false, since: at },
  };
}

/** Takes what the other device measured. */
export function receiveSummary(state: QualityState, summary: QualitySummary, at: number): QualityState {
  return { ...state, theirs: { at, summary } };
}

/** Whether a summary of the network is bad enough to find out whose it is. */
export function isSuspect({ network, steady: { shown } }: QualityState): boolean {
  return network !== 'good' || shown.grade !== 'good';
}

/** Looks at the link that carries, about once a second. */
export function observe(before: QualityState, context: QualityContext): QualityStep {
  const { linkId, counters: latest, cameras } = context;
  const { at } = latest;
  const known = isSameLink(before, context) ? before.counters : [];
  const counters = [...known.filter((each) => at - each.at <= longWindowMs + gapMs / 2), latest];
  const since = isSameCameras(before.cameras, cameras) ? before.cameras.since : at;
  const state = { ...before, linkId, counters, cameras: { ...cameras, since } };
  const rates = ratesOver(counters, windowMs);
  if (rates === undefined) return { state };
  const summary = boundedSummary(summaryOf(state, context, rates));
  const theirs = freshSummary(state, at);
  const network = networkGrade(summary, theirs, state.network);
  const verdict = judge(summary, theirs, state.network);
  return { state: { ...state, network, steady: steady(state.steady, verdict, at) }, summary };
}

/** What is shown now. */
export function shownQuality({ steady: { shown } }: QualityState): ShownQuality {
  return shown;
}

/** What the other device measured, if it has told lately. */
export function freshSummary({ theirs }: QualityState, at: number): QualitySummary | undefined {
  return theirs !== undefined && at - theirs.at <= staleSummaryMs ? theirs.summary : undefined;
}

function isSameLink({ linkId, counters }: QualityState, context: QualityContext): boolean {
  const last = counters.at(-1);
  if (last === undefined || linkId !== context.linkId) return false;
  return context.counters.at - last.at < gapMs && context.counters.packets >= last.packets;
}

function isSameCameras(a: CameraState, b: CameraState): boolean {
  return a.sent === b.sent && a.expected === b.expected;
}

/** The rates over the last `ms`; undefined where the counters do not reach back that far. */
function ratesOver(counters: readonly QualityCounters[], ms: number): QualityRates | undefined {
  const latest = counters.at(-1);
  if (latest === undefined) return undefined;
  // A look comes some milliseconds early or late.
  const first = counters.findLast(({ at }) => latest.at - at >= ms - qualityIntervalMs / 4);
  return first === undefined ? undefined : ratesBetween(first, latest);
}

function summaryOf(
  { counters, cameras }: QualityState,
  { counters: latest, leg, isSlow }: QualityContext,
  rates: QualityRates,
): QualitySummary {
  const { at, limitedBy, availableKbps } = latest;
  const roundTripMs = recentRoundTrip(counters);
  const { encodedFps, arrivedFps, decodedFps } = rates;
  const { capturedFps } = ratesOver(counters, frozenWindowMs) ?? rates;
  // A camera that was just turned on has given few pictures over the whole window.
  const areCamerasSettled = at - cameras.since >= windowMs + qualityIntervalMs;
  const isSent = areCamerasSettled && cameras.sent;
  const isExpected = areCamerasSettled && cameras.expected;
  return {
    loss: rates.loss,
    longLoss: (ratesOver(counters, longWindowMs) ?? rates).loss,
    concealment: rates.concealment,
    jitterMs: steadyJitter(counters),
    kbpsIn: rates.kbpsIn,
    kbpsOut: rates.kbpsOut,
    isBusy: isSlow || (isSent && isEncodingSlow(limitedBy, rates)) || (isExpected && isDecodingSlow(rates)),
    ...(roundTripMs !== undefined && { roundTripMs }),
    ...(leg !== undefined && { leg }),
    ...(isExpected && { picture: { arrivedFps, decodedFps } }),
    ...(isSent && {
      camera: {
        limitedBy,
        ...(capturedFps !== undefined && { capturedFps }),
        ...(encodedFps !== undefined && { encodedFps }),
        ...(availableKbps !== undefined && { availableKbps }),
      },
    }),
  };
}

/** The mean of the newest round trips that were measured; browsers measure one every 2.5 s. */
function recentRoundTrip(counters: readonly QualityCounters[]): number | undefined {
  const latest = counters.at(-1);
  const now = latest?.roundTrips;
  if (latest === undefined || now === undefined) return latest?.roundTripMs;
  const before = counters.findLast(
    ({ roundTrips }) => (roundTrips?.count ?? now.count) < now.count,
  )?.roundTrips;
  return before === undefined
    ? latest.roundTripMs
    : (now.totalMs - before.totalMs) / (now.count - before.count);
}

/** The lowest of the last seconds: one burst is no jitter. */
function steadyJitter(counters: readonly QualityCounters[]): number {
  return Math.min(...counters.slice(-windowMs / qualityIntervalMs).map(({ jitterMs }) => jitterMs));
}

function isEncodingSlow(
  limitedBy: QualityCounters['limitedBy'],
  { capturedFps, encodedFps }: QualityRates,
): boolean {
  return (
    limitedBy === 'cpu' &&
    encodedFps !== undefined &&
    encodedFps < minFps &&
    (capturedFps ?? minFps) >= minFps
  );
}

function isDecodingSlow({ arrivedFps, decodedFps }: QualityRates): boolean {
  return arrivedFps >= minFps && decodedFps < minFps;
}
