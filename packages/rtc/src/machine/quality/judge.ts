import type { Leg, QualitySummary } from './summary.ts';

export type Grade = 'good' | 'fair' | 'poor';

/** Who has a fault, as seen from this device; `both`: the connection between the two, or no end is clearly the weaker one. */
export type FaultSide = 'mine' | 'theirs' | 'both';

/** A fault of a call that is named to its people. */
export type Finding =
  | { readonly kind: 'network'; readonly side: FaultSide }
  /** The camera is on and gives no pictures. */
  | { readonly kind: 'camera'; readonly side: 'mine' | 'theirs' }
  /** A computer that is too slow. */
  | { readonly kind: 'computer'; readonly side: 'mine' | 'theirs' };

/** What one moment's numbers say. `findings`: the worst first. */
export interface Verdict {
  readonly grade: Grade;
  readonly findings: readonly Finding[];
}

/**
 * From where on a network is fair or poor. The promise is 5 % and 10 % of loss and 300 and 500 ms; `enter` is a little
 * less, because a measured loss of 10 % is below 10 % half of the time. `leave` keeps a value at the limit from flickering.
 */
const networkLimits = {
  loss: { fair: { enter: 0.045, leave: 0.03 }, poor: { enter: 0.085, leave: 0.06 } },
  roundTripMs: { fair: { enter: 300, leave: 260 }, poor: { enter: 500, leave: 430 } },
  /** Voice is delayed by about three times as much, to play without gaps. */
  jitterMs: { fair: { enter: 40, leave: 25 }, poor: { enter: 75, leave: 50 } },
} as const;

/** Fewer pictures a second look broken. */
export const minFps = 10;

/** With less than this for everything, a picture is hardly one: 40 kbit/s of it are voice. */
const minPictureKbps = { fair: 300, poor: 150 } as const;

/** Below this rate a camera that is on counts as frozen: cameras in the dark give 5 pictures a second and more. */
const frozenFps = 0.5;

/**
 * Judges a call by what both devices measured in the same seconds. Both devices judge alike, with the sides exchanged.
 * `theirs` is undefined for a page that doesn't tell, or hasn't for seconds. `before`: the grade of the network until now.
 */
export function judge(mine: QualitySummary, theirs: QualitySummary | undefined, before: Grade): Verdict {
  const network = networkGrade(mine, theirs, before);
  const findings: readonly Finding[] = [
    ...sides(isCameraFrozen, 'camera', mine, theirs),
    ...(network === 'poor' ? [{ kind: 'network', side: weakerSide(mine.leg, theirs?.leg) } as const] : []),
    ...sides(({ isBusy }) => isBusy, 'computer', mine, theirs),
  ];
  return { grade: network === 'good' && findings.length > 0 ? 'fair' : network, findings };
}

function sides(
  isSo: (summary: QualitySummary) => boolean,
  kind: 'camera' | 'computer',
  mine: QualitySummary,
  theirs: QualitySummary | undefined,
): readonly Finding[] {
  return [
    ...(isSo(mine) ? [{ kind, side: 'mine' } as const] : []),
    ...(theirs !== undefined && isSo(theirs) ? [{ kind, side: 'theirs' } as const] : []),
  ];
}

function isCameraFrozen({ camera }: QualitySummary): boolean {
  return camera?.capturedFps !== undefined && camera.capturedFps < frozenFps;
}

/** The grade of the network between the two devices, in its worse direction. */
export function networkGrade(mine: QualitySummary, theirs: QualitySummary | undefined, before: Grade): Grade {
  const ends = theirs === undefined ? [mine] : [mine, theirs];
  const worst = (of: (end: QualitySummary) => number | undefined): number =>
    Math.max(0, ...ends.map((end) => of(end) ?? 0));
  const values = {
    loss: worst(({ loss }) => loss),
    roundTripMs: worst(({ roundTripMs }) => roundTripMs),
    jitterMs: worst(({ jitterMs }) => jitterMs),
  };
  const isFrom = (grade: 'fair' | 'poor'): boolean => {
    const edge = before === 'poor' || before === grade ? 'leave' : 'enter';
    const { loss, roundTripMs, jitterMs } = networkLimits;
    // A rare loss needs more packets to tell it from chance.
    const lost = grade === 'fair' ? worst(({ longLoss }) => longLoss) : values.loss;
    return (
      lost >= loss[grade][edge] ||
      values.roundTripMs >= roundTripMs[grade][edge] ||
      values.jitterMs >= jitterMs[grade][edge] ||
      isPictureStarved(mine, theirs, grade) ||
      isPictureStarved(theirs, mine, grade)
    );
  };
  if (isFrom('poor')) return 'poor';
  return isFrom('fair') ? 'fair' : 'good';
}

/** Whether the network leaves too little for the pictures from one device to the other. */
function isPictureStarved(
  sender: QualitySummary | undefined,
  receiver: QualitySummary | undefined,
  grade: 'fair' | 'poor',
): boolean {
  const camera = sender?.camera;
  if (camera?.limitedBy === 'bandwidth') {
    const { encodedFps = minFps, availableKbps = Infinity } = camera;
    if (availableKbps < minPictureKbps[grade]) return true;
    if (encodedFps < minFps && !isCameraSlow(camera)) return true;
  }
  const arrived = receiver?.picture?.arrivedFps;
  const encoded = camera?.encodedFps;
  return arrived !== undefined && encoded !== undefined && encoded >= minFps && arrived < minFps;
}

/** A camera in the dark gives fewer pictures by itself. */
function isCameraSlow({ capturedFps }: NonNullable<QualitySummary['camera']>): boolean {
  return capturedFps !== undefined && capturedFps < minFps;
}

/** What a leg costs, in ms: late answers weigh as the seconds of talk that they spoil. */
function costOf({ ms, late }: Leg): number {
  return ms + late * 1_000;
}

/** A leg is the weaker one from this many times the other's cost, and this many ms more. */
const clearlyWorse = { times: 2, ms: 60 } as const;

/** The cost of a leg that explains a poor call where the other one isn't known. */
const badLegMs = 200;

/** Whose way to the server is clearly worse. Two ends alone can't tell one's uplink from the other's downlink. */
export function weakerSide(mine: Leg | undefined, theirs: Leg | undefined): FaultSide {
  if (mine === undefined) return 'both';
  if (theirs === undefined) return costOf(mine) >= badLegMs ? 'mine' : 'both';
  if (isClearlyWorse(mine, theirs)) return 'mine';
  return isClearlyWorse(theirs, mine) ? 'theirs' : 'both';
}

function isClearlyWorse(leg: Leg, other: Leg): boolean {
  return costOf(leg) >= clearlyWorse.times * costOf(other) + clearlyWorse.ms;
}
