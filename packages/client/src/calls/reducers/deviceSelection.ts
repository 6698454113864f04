import type { CallId } from '@ringback/protocol';
import type { CallsEvent, InputKind } from '../state/callAction.ts';
import { type Step, next, step, withMine } from '../state/callEffect.ts';
import type { CallsState, MyCall, Offer, OpenInput } from '../state/callsState.ts';
import { type Equipment, type EquipmentKind, arrived } from '../../media/mediaDevices.ts';
import type { Chosen } from '../../media/preferredDevices.ts';
import { inputOf, rememberChoice, withInput } from './inputs.ts';
import { remark } from './toasts.ts';

const inputKinds = { microphone: 'audio', camera: 'video' } as const;

/** A person picks another microphone, camera or speaker. Only what is there can be picked. */
export function piecePicked(state: CallsState, key: CallId, kind: EquipmentKind, pieceId: string): Step {
  const { mine } = state;
  const isThere = state.equipment.pieces[kind].some(({ id }) => id === pieceId);
  if (mine?.key !== key || !isThere) return step(state);
  return kind === 'speaker'
    ? rememberChoice(state, kind, pieceId)
    : inputPicked(state, mine, inputKinds[kind], kind, pieceId);
}

/** The new one is opened while the old one goes on; see `opened`. */
function inputPicked(
  state: CallsState,
  mine: MyCall,
  kind: InputKind,
  piece: EquipmentKind,
  wanted: string,
): Step {
  const input = inputOf(mine, kind);
  const open = { type: 'openInput', key: mine.key, kind, wanted } as const;
  switch (input.state) {
    // A choice for when it is turned on.
    case 'closed':
      return rememberChoice(state, piece, wanted);
    case 'failed':
      return withMine(state, withInput(mine, kind, { state: 'opening', isMuted: false, wanted }), [open]);
    case 'opening':
      return withMine(state, withInput(mine, kind, { ...input, wanted }), [open]);
    case 'open':
      if (input.pieceId === wanted) return withMine(state, withInput(mine, kind, asItIs(input)));
      return withMine(state, withInput(mine, kind, { ...input, wanted }), [open]);
  }
}

function asItIs({ wanted: _, ...input }: OpenInput): OpenInput {
  return input;
}

/** What is plugged in was looked up; during a call, what is new is offered, and never used by itself. */
export function equipmentSeen(
  state: CallsState,
  { cause, equipment, chosen }: CallsEvent & { type: 'equipmentSeen' },
  now: number,
): Step {
  const seen: CallsState = { ...state, equipment, chosen };
  const { mine } = state;
  if (mine === null) return step(seen);
  const newest = cause === 'changed' ? offerOf(mine, state.equipment, equipment) : undefined;
  const offer = newest ?? stillThere(mine.offer, equipment);
  const offering = { ...seen, mine: withOffer(mine, offer) };
  const lostSpeaker = hasSpeaker(state.chosen, state.equipment) && !hasSpeaker(state.chosen, equipment);
  return step(lostSpeaker ? remark(offering, mine.id, { kind: 'speakerLost' }, now) : offering);
}

/** Whether sound goes, or would go, to the speaker that was picked. */
export function hasSpeaker(chosen: Chosen, { pieces }: Equipment): boolean {
  return pieces.speaker.some(({ id }) => id === chosen.speaker);
}

/** A headset is a microphone and a speaker, which come one after the other, and is offered as one. */
function offerOf(mine: MyCall, before: Equipment, after: Equipment): Offer | undefined {
  const kinds = usedKinds(mine);
  const fresh = kinds.flatMap((kind) => arrived(before, after, kind).map((piece) => ({ kind, ...piece })));
  const [first] = fresh;
  if (first === undefined) return undefined;
  if (first.group === '') return { pieces: [first] };
  const offered = stillThere(mine.offer, after)?.pieces ?? [];
  const together = [...offered, ...fresh].filter(({ group }) => group === first.group);
  return { pieces: kinds.flatMap((kind) => together.find((piece) => piece.kind === kind) ?? []) };
}

/** A camera that comes while nobody is filmed is no news. */
function usedKinds({ camera }: MyCall): readonly EquipmentKind[] {
  return camera.state === 'closed' ? ['microphone', 'speaker'] : ['microphone', 'camera', 'speaker'];
}

function stillThere(offer: Offer | undefined, { pieces }: Equipment): Offer | undefined {
  const isThere = offer?.pieces.every(({ kind, id }) => pieces[kind].some((piece) => piece.id === id));
  return isThere === true ? offer : undefined;
}

function withOffer({ offer: _, ...mine }: MyCall, offer: Offer | undefined): MyCall {
  return offer === undefined ? mine : { ...mine, offer };
}

/** The person takes what was offered, or does not care for it. */
export function offerAnswered(state: CallsState, key: CallId, answer: 'use' | 'dismiss'): Step {
  const { mine } = state;
  if (mine?.key !== key || mine.offer === undefined) return step(state);
  const { pieces } = mine.offer;
  const answered = withMine(state, withOffer(mine, undefined));
  if (answer === 'dismiss') return answered;
  return pieces.reduce(
    (done, { kind, id }) => next(done, (reached) => piecePicked(reached, key, kind, id)),
    answered,
  );
}
