import type { CurrentCall } from '@ringback/client';
import { useRef, type ReactNode } from 'react';
import { sharingText } from '../sharing/sharingText.ts';
import { useStage } from '../stage/stageContext.ts';
import { text } from '../text/callText.ts';
import { stackUnder, stripBeside, type PictureName } from './arrangement.ts';
import { BlurredCopy } from './BlurredCopy.tsx';
import { MovingFrame } from './MovingFrame.tsx';
import { OwnVideo } from './OwnVideo.tsx';
import { OwnPictureTab } from './OwnPictureTab.tsx';
import { usePressOn } from './pictureFit.ts';
import { PictureVideo } from './PictureVideo.tsx';
import { SmallPictureTools } from './SmallPictureTools.tsx';
import { useClearance } from './useClearance.ts';
import type { CallPicturesState } from './usePictures.ts';

/** The videos of a call: one fills the stage, the others are in a corner of it. */
export function CallPictures({
  call,
  pictures,
}: {
  readonly call: CurrentCall;
  readonly pictures: CallPicturesState;
}) {
  const { remoteStream, remoteScreen, localVideo, share, peer } = call;
  useClearance(pictures.isPhone);
  return (
    <>
      {remoteScreen !== null && (
        <Frame name="theirScreen" label={sharingText.theirScreen(peer.name)} pictures={pictures}>
          <ScreenVideo
            stream={remoteScreen}
            label={sharingText.theirScreen(peer.name)}
            onFrame={pictures.onTheirScreenFrame}
          />
        </Frame>
      )}
      {share.state === 'on' && (
        <Frame name="myScreen" label={sharingText.ownScreen} pictures={pictures}>
          <ScreenVideo
            stream={share.stream}
            label={sharingText.ownScreen}
            onFrame={pictures.onOwnScreenFrame}
          />
        </Frame>
      )}
      {remoteStream !== null && (
        <Frame name="theirCamera" label={text.theirVideo(peer.name)} pictures={pictures}>
          {pictures.arrangement.large === 'theirCamera' && pictures.fit === 'contain' && (
            <BlurredCopy videoRef={pictures.theirVideoRef} />
          )}
          <TheirVideo call={call} stream={remoteStream} pictures={pictures} />
        </Frame>
      )}
      {localVideo !== null && (
        <Frame name="myCamera" label={text.localVideo} pictures={pictures}>
          <OwnVideo
            stream={localVideo}
            isMuted={call.microphone.state === 'off'}
            onFrame={pictures.onOwnFrame}
          />
        </Frame>
      )}
      {pictures.arrangement.places.myCamera === 'tab' && (
        <OwnPictureTab pictures={pictures} isMuted={call.microphone.state === 'off'} />
      )}
    </>
  );
}

/** Without its sound, which `RemoteAudio` plays. */
function TheirVideo({
  call: { peer, remoteCamera },
  stream,
  pictures: { theirVideoRef, fit, toggleFit, isPhone, onTheirFrame },
}: {
  readonly call: CurrentCall;
  readonly stream: MediaStream;
  readonly pictures: CallPicturesState;
}) {
  usePressOn(theirVideoRef, (pointerType) => {
    if (isPhone || pointerType === 'touch') toggleFit?.();
  });
  return (
    <PictureVideo
      videoRef={theirVideoRef}
      stream={stream}
      label={text.theirVideo(peer.name)}
      isOn={remoteCamera === 'on'}
      fit={fit}
      onFrame={onTheirFrame}
    />
  );
}

/** A shared screen, whole: what is cut off cannot be read. */
function ScreenVideo({
  stream,
  label,
  onFrame,
}: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly onFrame: () => void;
}) {
  const videoRef = useRef<HTMLVideoElement>(null);
  return <PictureVideo videoRef={videoRef} stream={stream} label={label} fit="contain" onFrame={onFrame} />;
}

/** One picture in its place, with what can be done about it while it is small. */
function Frame({
  name,
  label,
  pictures,
  children,
}: {
  readonly name: PictureName;
  readonly label: string;
  readonly pictures: CallPicturesState;
  readonly children: ReactNode;
}) {
  const { arrangement, ownPlace, shapes, setShape } = pictures;
  const { layout, isSettled } = useStage();
  const place = arrangement.places[name];
  return (
    <MovingFrame
      name={name}
      place={place}
      corner={ownPlace.corner}
      stack={stackUnder(name, arrangement, shapes)}
      strip={stripBeside(arrangement, shapes)}
      stretch={shapes[name]}
      onStretch={(stretch) => setShape(name, stretch)}
      layout={layout}
      isSettled={isSettled}
      turn={ownPlace}
    >
      {children}
      {place === 'small' && <SmallPictureTools name={name} label={label} pictures={pictures} />}
    </MovingFrame>
  );
}
