import { useEffect, useMemo } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { SelfView } from '../../ui/media/SelfView.tsx';
import { CheckRow } from './CheckRow.tsx';
import { inputTestText, text } from './checkupText.ts';
import styles from './InputCheck.module.css';
import type { Input } from './inputs.ts';
import { isSound, meterLevel, useLoudness } from './loudness.ts';
import { useInputTest } from './useInputTest.ts';

/** Tests a microphone or a camera: opens it on a press, shows its signal, and releases it. */
export function InputCheck({ input }: { readonly input: Input }) {
  const { test, open, onSignal, close } = useInputTest(input);
  return (
    <CheckRow
      check={input}
      row={inputTestText(input, test)}
      action={
        test.state === 'open' ? (
          <Button tone="primary" aria-label={text.doneWith(input)} onClick={close}>
            {text.done}
          </Button>
        ) : (
          <Button aria-label={text.testOf(input)} disabled={test.state === 'opening'} onClick={open}>
            {text.test}
          </Button>
        )
      }
    >
      {test.state === 'open' ? (
        <LiveSignal input={input} track={test.track} onSignal={onSignal} />
      ) : undefined}
    </CheckRow>
  );
}

interface SignalProps {
  readonly track: MediaStreamTrack;
  /** There is sound, or a picture. */
  readonly onSignal: () => void;
}

function LiveSignal({ input, ...signal }: SignalProps & { readonly input: Input }) {
  switch (input) {
    case 'microphone':
      return <LevelMeter {...signal} />;
    case 'camera':
      return <CameraPreview {...signal} />;
  }
}

/** Shows the loudness of a microphone. Hidden from screen readers: the row's message says when there is sound. */
function LevelMeter({ track, onSignal }: SignalProps) {
  const loudness = useLoudness(track);
  const hasSound = isSound(loudness);
  useEffect(() => {
    if (hasSound) onSignal();
  }, [hasSound, onSignal]);
  return (
    <div aria-hidden="true" className={styles['meter']}>
      <div className={styles['level']} style={{ '--level': meterLevel(loudness) }} />
    </div>
  );
}

/** The picture of a camera. */
function CameraPreview({ track, onSignal }: SignalProps) {
  const stream = useMemo(() => new MediaStream([track]), [track]);
  return <SelfView stream={stream} label={text.preview} className={styles['preview']} onPlaying={onSignal} />;
}
