import type { CallId } from '@ringback/protocol';
import { processingFor, type Processing, type ProcessingChoice } from '../../media/processing/processing.ts';
import type { CallAction } from '../state/callAction.ts';
import { andThen, transition, withCurrentCall, type Effect, type Transition } from '../state/callEffect.ts';
import type { CallsState, InputKind, OpenInput } from '../state/callsState.ts';
import { changeInput, inputOf, kindOf, withInput } from './inputs.ts';
import { showToast } from './toasts.ts';

/**
 * An input that has just opened. A picture is held back until its background is blurred, so that no room is seen that
 * should not be; a voice is sent at once, because the browser suppresses noise meanwhile.
 */
export function startProcessing(choice: ProcessingChoice, kind: InputKind, input: OpenInput): OpenInput {
  if (processingFor(choice, kind) === undefined) return input;
  return { ...input, processed: { state: 'starting', isHeldBack: kind === 'video' } };
}

/** The effect that processes an input as it is wanted, or stops that. */
export function processInput(choice: ProcessingChoice, kind: InputKind, { track }: OpenInput): Effect {
  const processing = processingFor(choice, kind);
  return { type: 'processInput', track, ...(processing !== undefined && { processing }) };
}

/** The user wants something else done with the inputs; those that are open change at once. */
export function processingChosen(state: CallsState, choice: ProcessingChoice): Transition {
  const before = state.processing;
  const isSame =
    before.noiseSuppression === choice.noiseSuppression && before.backgroundBlur === choice.backgroundBlur;
  if (isSame) return transition(state);
  const chosen = transition({ ...state, processing: choice });
  const withNoise = andThen(chosen, (reached) => rechoose(reached, before, 'audio'));
  const processed = andThen(withNoise, (reached) => rechoose(reached, before, 'video'));
  const isReopened = (before.noiseSuppression === 'off') !== (choice.noiseSuppression === 'off');
  return isReopened ? andThen(processed, reopenMicrophone) : processed;
}

/** What is sent goes on until the new processing runs. */
function rechoose(state: CallsState, before: ProcessingChoice, kind: InputKind): Transition {
  const { currentCall, processing } = state;
  const [was, wanted] = [processingFor(before, kind), processingFor(processing, kind)];
  if (isEqual(was, wanted)) return transition(state);
  const input = currentCall === null ? undefined : inputOf(currentCall, kind);
  if (currentCall === null || input?.state !== 'open') return transition(state);
  const effect = processInput(processing, kind, input);
  if (wanted === undefined) {
    const { processed: _, ...plain } = input;
    return andThen(changeInput(state, currentCall, kind, plain), (reached) => transition(reached, [effect]));
  }
  if (input.processed?.state === 'running') return transition(state, [effect]);
  const starting: OpenInput = { ...input, processed: { state: 'starting', isHeldBack: false } };
  return withCurrentCall(state, withInput(currentCall, kind, starting), [effect]);
}

function isEqual(one: Processing | undefined, other: Processing | undefined): boolean {
  if (one?.kind === 'blur' && other?.kind === 'blur') return one.strength === other.strength;
  return one?.kind === other?.kind;
}

/** What failed is tried once more; the input is sent as it is until that runs. */
export function processingRetried(state: CallsState, key: CallId, kind: InputKind): Transition {
  const { currentCall, processing } = state;
  if (currentCall?.key !== key) return transition(state);
  const input = inputOf(currentCall, kind);
  if (input.state !== 'open' || input.processed?.state !== 'failed') return transition(state);
  const starting: OpenInput = { ...input, processed: { state: 'starting', isHeldBack: false } };
  return withCurrentCall(state, withInput(currentCall, kind, starting), [
    processInput(processing, kind, input),
  ]);
}

/** Browsers take what their own noise suppression does from the request that opens the microphone. */
function reopenMicrophone(state: CallsState): Transition {
  const { currentCall } = state;
  if (currentCall?.microphone.state !== 'open') return transition(state);
  const { microphone, key } = currentCall;
  const requestedId = microphone.requestedId ?? microphone.mediaDeviceId;
  if (requestedId === undefined) return transition(state);
  return withCurrentCall(state, withInput(currentCall, 'audio', { ...microphone, requestedId }), [
    { type: 'openInput', key, kind: 'audio', requestedId },
  ]);
}

/** There is something else to send of an input, or its processing has failed; too late where it was replaced. */
export function inputProcessed(
  state: CallsState,
  { track, outcome }: CallAction & { type: 'inputProcessed' },
  now: number,
): Transition {
  const { currentCall } = state;
  const kind = currentCall === null ? undefined : kindOf(currentCall, track);
  if (currentCall === null || kind === undefined) return transition(state);
  const input = inputOf(currentCall, kind);
  if (input.state !== 'open' || input.processed === undefined) return transition(state);
  const changed = changeInput(state, currentCall, kind, { ...input, processed: outcome });
  if (outcome.state !== 'failed') return changed;
  const content = { kind: 'processingFailed', of: kind, problem: outcome.problem } as const;
  return { ...changed, state: showToast(changed.state, currentCall.id, content, now) };
}
