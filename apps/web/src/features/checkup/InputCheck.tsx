import { Button } from '../../ui/controls/Button.tsx';
import { CameraPreview } from './CameraPreview.tsx';
import { CheckRow } from './CheckRow.tsx';
import { trialText } from './findingText.ts';
import type { Input } from './inputs.ts';
import { LevelMeter } from './LevelMeter.tsx';
import { text } from './checkupText.ts';
import { useTrial } from './useInputTest.ts';

/** A microphone or a camera: opened on a press, shown while it is open, and let go. */
export function InputCheck({ input }: { readonly input: Input }) {
  const { trial, open, gave, close } = useTrial(input);
  return (
    <CheckRow
      check={input}
      row={trialText(input, trial)}
      action={
        trial.state === 'open' ? (
          <Button tone="primary" aria-label={text.doneWith(input)} onClick={close}>
            {text.done}
          </Button>
        ) : (
          <Button aria-label={text.testOf(input)} disabled={trial.state === 'opening'} onClick={open}>
            {text.test}
          </Button>
        )
      }
    >
      {trial.state === 'open' ? <Live input={input} track={trial.track} onSign={gave} /> : undefined}
    </CheckRow>
  );
}

function Live({
  input,
  track,
  onSign,
}: {
  readonly input: Input;
  readonly track: MediaStreamTrack;
  readonly onSign: () => void;
}) {
  switch (input) {
    case 'microphone':
      return <LevelMeter track={track} onHeard={onSign} />;
    case 'camera':
      return <CameraPreview track={track} onPicture={onSign} />;
  }
}
