import type { Call, Phase } from '@ringback/protocol';
import { count, duration, type Figure } from './figures.ts';

/** A call that has changed, and the phases that it has entered with that. */
export interface CallSteps {
  readonly call: Call;
  /** Absent where the call is new. */
  readonly readPhase: Phase | undefined;
  readonly phases: readonly Phase[];
}

/**
 * What the steps of a call add to the hourly sums, which are stored with it: everything when it ends, because a row more
 * to write would delay each step, and interruptions as they come. Hidden and silenced calls count as all others.
 */
export function storedFigures({ call, readPhase, phases }: CallSteps): readonly Figure[] {
  const figures: Figure[] = [];
  let from = readPhase;
  for (const phase of phases) {
    if (phase === 'ended') figures.push(...wholeCall(call));
    else if (phase === 'reconnecting' || from === 'reconnecting')
      figures.push(...figuresOfStep(call, from, phase));
    from = phase;
  }
  return figures;
}

function wholeCall(call: Call): readonly Figure[] {
  const isAnswered = 'answeredAt' in call && call.answeredAt !== undefined;
  return [
    count('placed', call.media),
    ...since('placeToRing', call.placedAt, call.trace?.rangAt),
    ...(isAnswered ? [count('answered')] : []),
    ...firstMedia(call),
    endOf(call),
  ];
}

/** What the steps of a call add to the metrics, at once. */
export function callFigures({ call, readPhase, phases }: CallSteps): readonly Figure[] {
  const figures: Figure[] = [];
  let from = readPhase;
  for (const phase of phases) {
    figures.push(...figuresOfStep(call, from, phase));
    from = phase;
  }
  return figures;
}

function figuresOfStep(call: Call, from: Phase | undefined, to: Phase): readonly Figure[] {
  const placed = from === undefined ? [count('placed', call.media)] : [];
  switch (to) {
    case 'calling':
      return placed;
    case 'ringing':
      return [...placed, ...since('placeToRing', call.placedAt, call.trace?.rangAt)];
    case 'connecting':
      return [...placed, count('answered')];
    case 'active':
      return from === 'reconnecting' ? gapOf(call) : firstMedia(call);
    case 'reconnecting':
      return [count('interrupted', interruptionOf(call))];
    case 'ended':
      return [...placed, endOf(call)];
  }
}

function since(
  figure: 'placeToRing' | 'answerToMedia',
  start: number | undefined,
  end: number | undefined,
): readonly Figure[] {
  return start === undefined || end === undefined ? [] : [duration(figure, end - start)];
}

function firstMedia(call: Call): readonly Figure[] {
  if (!('connectedAt' in call) || call.route === undefined) return [];
  const { path, transport } = call.route;
  return [
    ...since('answerToMedia', call.answeredAt, call.connectedAt),
    count('route', `${path}/${transport}`),
  ];
}

/** How long media was gone, as far as the device that got it back reported it. */
function gapOf(call: Call): readonly Figure[] {
  const up = call.trace?.events?.findLast(({ kind }) => kind === 'up');
  return up?.kind === 'up' && up.gapMs !== undefined ? [duration('gap', up.gapMs)] : [];
}

function interruptionOf(call: Call): string {
  const last = call.trace?.events?.findLast(({ kind }) => kind === 'down' || kind === 'away');
  return last?.kind === 'down' ? last.cause : 'deviceGone';
}

function endOf(call: Call): Figure {
  if (call.phase !== 'ended') throw new Error('A call that has ended is not in its last phase.');
  const { reason, cause } = call.end;
  return count('ended', cause === undefined ? reason : `${reason}/${cause}`);
}
