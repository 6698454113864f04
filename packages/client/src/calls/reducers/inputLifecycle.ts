import type { Word } from '../selectors/callScreen.ts';
import type { CallsEvent, InputKind, Opened } from '../state/callAction.ts';
import { type InputEffect, type Step, next, step, withMine } from '../state/callEffect.ts';
import type { CallsState, Input, MyCall, OpenInput, OpeningInput } from '../state/callsState.ts';
import { equipmentOf } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import { changeInput, inputOf, kindOf, rememberChoice, tellSending, withInput } from './inputs.ts';
import { remark } from './toasts.ts';

/** One that ends this soon after it was opened may never work; so many of them in a row are enough. */
const tooSoonMs = 1_000;
const mostInARow = 4;

/**
 * An input has opened, or could not be.
 *
 * ```
 *   closed ──turned on──> opening ──────opened──────> open ──picked──> open, with another one wanted ─┐
 *                            │  ^                     │  ^ ^                                          │
 *                            │  └───ended by itself───┘  │ └── opened: the tracks change places ──────┤
 *                            └──> failed                 └──── refused: the old one goes on ──────────┘
 * ```
 *
 * Nobody may be waiting for it any more, or for another one meanwhile: then it is closed at once.
 */
export function opened(
  state: CallsState,
  { key, kind, wanted, opened: result }: CallsEvent & { type: 'opened' },
  now: number,
): Step {
  const { mine } = state;
  const before = mine?.key === key ? awaiting(inputOf(mine, kind), wanted) : undefined;
  if (mine === null || before === undefined) {
    return step(state, result.ok ? [{ type: 'stopTrack', track: result.track }] : []);
  }
  return result.ok
    ? takeInto(state, mine, { kind, before }, result, now)
    : refusedInput(state, mine, { kind, before }, result.failure, now);
}

interface Awaiting {
  readonly kind: InputKind;
  readonly before: OpenInput | OpeningInput;
}

/** The input if it waits for exactly this one. */
function awaiting(input: Input, wanted: string | undefined): Awaiting['before'] | undefined {
  switch (input.state) {
    case 'opening':
      return input.wanted === wanted ? input : undefined;
    case 'open':
      return wanted !== undefined && input.wanted === wanted ? input : undefined;
    case 'closed':
    case 'failed':
      return undefined;
  }
}

/** The new one is sent before the old one is stopped, so that nobody hears or sees a gap. */
function takeInto(
  state: CallsState,
  mine: MyCall,
  { kind, before }: Awaiting,
  result: Opened & { ok: true },
  now: number,
): Step {
  const { ok: _, label, ...open } = result;
  const { isMuted, wanted } = before;
  const replaces = before.state === 'opening' ? before.replaces : undefined;
  const changed = changeInput(state, mine, kind, {
    state: 'open',
    ...open,
    isMuted,
    since: now,
    sound: 'unknown',
    ...(replaces !== undefined && { replaces }),
  });
  const said =
    replaces !== undefined ? remark(changed.state, mine.id, changedTo(kind, label), now) : changed.state;
  const used = step(said, [
    ...(isMuted ? [{ type: 'enableTrack', track: result.track, isEnabled: false } as const] : []),
    ...changed.effects,
    ...(before.state === 'open' ? [{ type: 'stopTrack', track: before.track } as const] : []),
  ]);
  return wanted === undefined
    ? used
    : next(used, (reached) => rememberChoice(reached, equipmentOf[kind], wanted));
}

function refusedInput(
  state: CallsState,
  mine: MyCall,
  { kind, before }: Awaiting,
  failure: CaptureFailure,
  now: number,
): Step {
  const { wanted, ...unwanting } = before;
  if (wanted === undefined) return fail(state, mine, { kind, before }, failure, now);
  // Phones open one camera at a time: the other one has to go first.
  if (before.state === 'open' && kind === 'video' && failure === 'inUse') {
    return closeThenOpen(state, mine, before, wanted);
  }
  const said = remark(state, mine.id, { kind: 'pieceNotOpened', label: labelOf(state, kind, wanted) }, now);
  const effects = before.state === 'opening' ? [anyInput(mine, kind)] : [];
  return withMine(said, withInput(mine, kind, unwanting), effects);
}

function closeThenOpen(state: CallsState, mine: MyCall, { track, isMuted }: OpenInput, wanted: string): Step {
  const changed = changeInput(state, mine, 'video', { state: 'opening', isMuted, wanted });
  return step(changed.state, [
    ...changed.effects,
    { type: 'stopTrack', track },
    { type: 'openInput', key: mine.key, kind: 'video', wanted },
  ]);
}

function fail(
  state: CallsState,
  mine: MyCall,
  { kind, before }: Awaiting,
  failure: CaptureFailure,
  now: number,
): Step {
  const wasLost = before.state === 'opening' && before.replaces !== undefined;
  const said = wasLost ? remark(state, mine.id, lost(kind, failure), now) : state;
  return changeInput(said, mine, kind, { state: 'failed', failure });
}

/**
 * An input went away by itself: another one of its kind takes its place, if there is one. Until then the dead
 * microphone stays where it is, because taking it off would look like a broken path on the other side.
 */
export function inputEnded(state: CallsState, track: MediaStreamTrack, now: number): Step {
  const { mine } = state;
  const kind = mine === null ? undefined : kindOf(mine, track);
  if (mine === null || kind === undefined) return step(state);
  const input = inputOf(mine, kind);
  if (input.state !== 'open') return step(state);
  const { isMuted, wanted } = input;
  const inARow = now - input.since < tooSoonMs ? (input.replaces?.inARow ?? 0) + 1 : 0;
  if (inARow >= mostInARow) {
    const said = remark(state, mine.id, lost(kind, 'failed'), now);
    return changeInput(said, mine, kind, { state: 'failed', failure: 'failed' });
  }
  // One that was picked is on its way already.
  const another = wanted === undefined ? [anyInput(mine, kind)] : [];
  const opening: OpeningInput = {
    state: 'opening',
    isMuted,
    replaces: { inARow },
    ...(wanted !== undefined && { wanted }),
  };
  const replacing = withInput(mine, kind, opening);
  return withMine(state, replacing, [...another, ...tellSending(replacing)]);
}

function anyInput(mine: MyCall, kind: InputKind): InputEffect {
  return { type: 'openInput', key: mine.key, kind, isReplacement: true };
}

function labelOf(state: CallsState, kind: InputKind, id: string): string {
  const { pieces } = state.equipment;
  const piece = pieces[equipmentOf[kind]].find((each) => each.id === id);
  return piece?.label ?? (kind === 'audio' ? 'This microphone' : 'This camera');
}

function changedTo(kind: InputKind, label: string): Word {
  return { kind: kind === 'audio' ? 'microphoneChanged' : 'cameraChanged', label };
}

function lost(kind: InputKind, failure: CaptureFailure): Word {
  return { kind: kind === 'audio' ? 'microphoneLost' : 'cameraLost', failure };
}
