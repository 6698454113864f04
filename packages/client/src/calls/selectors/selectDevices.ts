import { hasSpeaker } from '../reducers/deviceSelection.ts';
import type { CallsEvent } from '../state/callAction.ts';
import type { CallsState, Input, MyCall } from '../state/callsState.ts';
import type { EquipmentKind } from '../../media/mediaDevices.ts';
import type { Choices, CurrentCall } from './callScreen.ts';

type Shown = Pick<
  CurrentCall,
  'microphoneTrouble' | 'choices' | 'speakerId' | 'offer' | 'pickMicrophone' | 'pickCamera' | 'pickSpeaker'
>;

/** What the screen shows of microphones, cameras and speakers to choose from. */
export function equipmentScreen(
  state: CallsState,
  mine: MyCall,
  dispatch: (event: CallsEvent) => void,
): Shown {
  const trouble = troubleOf(mine);
  const { equipment, chosen } = state;
  return {
    choices: {
      microphone: choicesOf(state, 'microphone', idOf(mine.microphone)),
      camera: choicesOf(state, 'camera', idOf(mine.camera)),
      speaker: choicesOf(state, 'speaker', undefined),
    },
    speakerId: hasSpeaker(chosen, equipment) ? (chosen.speaker ?? '') : '',
    ...(trouble !== undefined && { microphoneTrouble: trouble }),
    ...offering(mine, dispatch),
    ...picking(state, mine, dispatch),
  };
}

function troubleOf({ stage, microphone }: MyCall): Shown['microphoneTrouble'] {
  if (stage.name !== 'talking' || microphone.state !== 'open' || microphone.isMuted) return undefined;
  if (microphone.isHeld) return 'mutedBySystem';
  return microphone.sound === 'silent' ? 'silent' : undefined;
}

function idOf(input: Input): string | undefined {
  switch (input.state) {
    case 'open':
      return input.wanted ?? input.pieceId;
    case 'opening':
      return input.wanted;
    case 'closed':
    case 'failed':
      return undefined;
  }
}

/** Without a choice it is what the system prefers, which some browsers list as a piece of its own, else as the first. */
function choicesOf(
  { equipment, chosen }: CallsState,
  kind: EquipmentKind,
  usedId: string | undefined,
): Choices {
  const pieces = equipment.pieces[kind];
  const isThere = (candidate: string | undefined): candidate is string =>
    pieces.some(({ id }) => id === candidate);
  const currentId = [usedId, chosen[kind], 'default', pieces[0]?.id].find(isThere) ?? null;
  return { pieces, currentId, isUnnamed: equipment.unnamed.includes(kind) };
}

function offering({ key, offer }: MyCall, dispatch: (event: CallsEvent) => void): Pick<Shown, 'offer'> {
  const [first] = offer?.pieces ?? [];
  if (first === undefined) return {};
  const answer = (word: 'use' | 'dismiss') => () => dispatch({ type: 'offerAnswered', key, answer: word });
  return { offer: { label: first.label, use: answer('use'), dismiss: answer('dismiss') } };
}

function picking(
  { equipment: { pieces } }: CallsState,
  { key }: MyCall,
  dispatch: (event: CallsEvent) => void,
): Pick<Shown, 'pickMicrophone' | 'pickCamera' | 'pickSpeaker'> {
  const pick = (kind: EquipmentKind) => (pieceId: string) =>
    dispatch({ type: 'piecePicked', key, kind, pieceId });
  return {
    ...(pieces.microphone.length > 0 && { pickMicrophone: pick('microphone') }),
    ...(pieces.camera.length > 0 && { pickCamera: pick('camera') }),
    ...(pieces.speaker.length > 0 && { pickSpeaker: pick('speaker') }),
  };
}
