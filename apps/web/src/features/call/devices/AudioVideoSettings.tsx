import { Mic, Square, Video } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useCalls } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { SelfView } from '../../../ui/media/SelfView.tsx';
import { cameraHelp, microphoneHelp } from '../text/sendingText.ts';
import styles from './DeviceFields.module.css';
import { text } from './devicesText.ts';
import { CameraFields, MicrophoneFields } from './InputFields.tsx';
import { blurNote, noiseNote } from './processingNotes.ts';
import { RingFields, SpeakerFields } from './SoundFields.tsx';
import { usePreferences } from './useDevices.ts';
import { usePreview, useProcessed } from './usePreview.ts';

/** All devices and what is done with them, before any call. Nothing is captured before a press. */
export function AudioVideoSettings() {
  return (
    <div className={styles['settings']}>
      <Part heading={text.devices.microphone}>
        <MicrophonePart />
      </Part>
      <Part heading={text.devices.camera}>
        <CameraPart />
      </Part>
      <Part heading={text.devices.speaker}>
        <SpeakerFields />
      </Part>
      <Part heading={text.ringing}>
        <RingFields />
      </Part>
    </div>
  );
}

function Part({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <section className={styles['part']}>
      <h3 className={styles['heading']}>{heading}</h3>
      {children}
    </section>
  );
}

function MicrophonePart() {
  const isInCall = useCalls(({ current }) => current !== null);
  const { preview, open, close } = usePreview('audio');
  const track = preview.state === 'open' && !isInCall ? preview.track : undefined;
  return (
    <>
      {track === undefined ? <MicrophoneFields track={undefined} /> : <TriedMicrophone track={track} />}
      {preview.state === 'failed' && (
        <Status className={styles['why']}>{microphoneHelp(preview.failure)}</Status>
      )}
      {isInCall ? null : preview.state === 'open' ? (
        <Button icon={Square} onClick={close}>
          {text.stopMicrophone}
        </Button>
      ) : (
        <Button icon={Mic} disabled={preview.state === 'opening'} onClick={open}>
          {text.testMicrophone}
        </Button>
      )}
    </>
  );
}

function TriedMicrophone({ track }: { readonly track: MediaStreamTrack }) {
  const processed = useProcessed(track, usePreferences());
  return <MicrophoneFields track={processed.track} note={noiseNote(processed.status)} />;
}

function CameraPart() {
  const isInCall = useCalls(({ current }) => current !== null);
  const { preview, open, close } = usePreview('video');
  const track = preview.state === 'open' && !isInCall ? preview.track : undefined;
  return (
    <>
      {track === undefined ? <CameraFields /> : <TriedCamera track={track} />}
      {preview.state === 'failed' && <Status className={styles['why']}>{cameraHelp(preview.failure)}</Status>}
      {isInCall ? null : preview.state === 'open' ? (
        <Button icon={Square} onClick={close}>
          {text.stopCamera}
        </Button>
      ) : (
        <Button icon={Video} disabled={preview.state === 'opening'} onClick={open}>
          {text.testCamera}
        </Button>
      )}
    </>
  );
}

function TriedCamera({ track }: { readonly track: MediaStreamTrack }) {
  const processed = useProcessed(track, usePreferences());
  const stream = useMemo(() => new MediaStream([processed.track]), [processed.track]);
  return (
    <>
      <SelfView stream={stream} label={text.cameraPreview} className={styles['preview']} />
      <CameraFields note={blurNote(processed.status)} />
    </>
  );
}
