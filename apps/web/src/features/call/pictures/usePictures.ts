import {
  browserProfileStorage,
  readOwnPicturePlace,
  saveOwnPicturePlace,
  type CurrentCall,
  type OwnPicturePlace,
} from '@ringback/client';
import { useCallback, useRef, useState, type RefObject } from 'react';
import { useMatchesMedia } from '../../../ui/browser/matchesMedia.ts';
import type { CallLayout } from '../stage/stageContext.ts';
import { useLasting } from '../../../ui/time/clocks.ts';
import {
  arrangePictures,
  chooseLarge,
  stageViewOf,
  usualShapes,
  type Arrangement,
  type PictureFacts,
  type PictureName,
  type PictureShapes,
  type PictureState,
  type StageView,
} from './arrangement.ts';
import { otherFit, useFit, type PictureFit } from './pictureFit.ts';

/** A window of a phone, in either direction. */
const phoneQuery = '(max-width: 40rem), (max-height: 30rem)';

/**
 * How long, in ms, a call waits for the other camera once it is up: word of one that is on follows the first sound at
 * once, but many cameras need two seconds to start.
 */
const cameraWordMs = 2_500;

/** The pictures of a call: where they are, and what moves them. */
export interface CallPicturesState {
  readonly arrangement: Arrangement;
  readonly view: StageView;
  readonly theirVideoRef: RefObject<HTMLVideoElement | null>;
  /** The first frame of their camera since it is on was decoded. */
  readonly onTheirFrame: () => void;
  readonly onOwnFrame: () => void;
  readonly onTheirScreenFrame: () => void;
  readonly onOwnScreenFrame: () => void;
  readonly ownPlace: OwnPicturePlace;
  readonly moveOwn: (place: OwnPicturePlace) => void;
  readonly shapes: PictureShapes;
  readonly setShape: (name: PictureName, shape: number) => void;
  /** Makes a small picture large, or the large one small again. */
  readonly choose: (name: PictureName) => void;
  readonly fit: PictureFit;
  /** Present while their camera fills the stage. */
  readonly toggleFit?: () => void;
  readonly isPhone: boolean;
}

/** Keeps the pictures of one call. */
export function usePictures(call: CurrentCall, layout: CallLayout): CallPicturesState {
  const theirVideoRef = useRef<HTMLVideoElement>(null);
  const isOn = call.remoteStream !== null && call.remoteCamera === 'on';
  const [theirCamera, onTheirFrame] = usePicture(isOn);
  const [myCamera, onOwnFrame] = usePicture(call.localVideo !== null);
  const [theirScreen, onTheirScreenFrame] = usePicture(call.remoteScreen !== null);
  const [myScreen, onOwnScreenFrame] = usePicture(call.share.state === 'on');
  const meeting = useMeeting(call, theirCamera === 'there' || theirScreen === 'there');
  const [ownPlace, moveOwn] = useOwnPlace();
  const [chosen, setChosen] = useState<PictureName>();
  const [shapes, setShapes] = useState(usualShapes);
  const facts: PictureFacts = {
    pictures: {
      theirCamera,
      myCamera,
      theirScreen,
      myScreen,
    },
    meeting,
    // A small call has room for one picture: theirs.
    chosen: layout === 'full' ? chosen : undefined,
    isOwnMinimized: ownPlace.isMinimized,
  };
  const arrangement = arrangePictures(facts);
  return {
    arrangement,
    view: stageViewOf(arrangement),
    theirVideoRef,
    onTheirFrame,
    onOwnFrame,
    onTheirScreenFrame,
    onOwnScreenFrame,
    ownPlace,
    moveOwn,
    shapes,
    setShape: (name, shape) => setShapes((before) => ({ ...before, [name]: shape })),
    choose: (name) => setChosen(chooseLarge(facts, name)),
    ...useTheirFit(theirVideoRef, call.remoteStream !== null, arrangement),
  };
}

/** A picture is there from its first frame on, until it goes off. */
function usePicture(isOn: boolean): readonly [PictureState, () => void] {
  const [isDecoded, setIsDecoded] = useState(false);
  if (isDecoded && !isOn) setIsDecoded(false);
  const shown = isDecoded ? 'there' : 'coming';
  return [isOn ? shown : 'none', useCallback(() => setIsDecoded(true), [])];
}

/** Until they are seen, one's own camera fills the stage; if their camera is off, there is no one to wait for. */
function useMeeting({ phase, media, remoteCamera }: CurrentCall, isSeen: boolean): PictureFacts['meeting'] {
  const [hasMet, setHasMet] = useState(phase === 'reconnecting' || phase === 'active');
  const isUp = phase === 'active' || phase === 'reconnecting';
  const isWithout = isUp && remoteCamera !== 'on';
  const isCertain = useLasting(isWithout, media === 'video' ? cameraWordMs : 0);
  if (!hasMet && (isSeen || isCertain)) setHasMet(true);
  return hasMet ? 'met' : 'waiting';
}

function useOwnPlace(): readonly [OwnPicturePlace, (place: OwnPicturePlace) => void] {
  const [place, setPlace] = useState(() => readOwnPicturePlace(browserProfileStorage));
  const move = (moved: OwnPicturePlace): void => {
    setPlace(moved);
    saveOwnPicturePlace(browserProfileStorage, moved);
  };
  return [place, move];
}

function useTheirFit(
  videoRef: RefObject<HTMLVideoElement | null>,
  isMounted: boolean,
  { large }: Arrangement,
): Pick<CallPicturesState, 'fit' | 'toggleFit' | 'isPhone'> {
  const isPhone = useMatchesMedia(phoneQuery);
  const automatic = useFit(videoRef, isMounted, isPhone);
  const [chosen, setChosen] = useState<PictureFit>();
  const fit = chosen ?? automatic;
  // Of a screen, nothing may be cut off.
  return { fit, isPhone, ...(large === 'theirCamera' && { toggleFit: () => setChosen(otherFit(fit)) }) };
}
