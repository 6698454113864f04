import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog } from '../../../ui/dialogs/Dialog.tsx';
import { mostZoom, movedBy, wholeOf, zoomedTo, type Crop } from './crop.ts';
import styles from './CropDialog.module.css';
import { draw } from './pictureFile.ts';
import { text } from './pictureText.ts';
import { useDrag } from './useDrag.ts';

/** Pixels of the drawn picture on each side: as dense as screens get. */
const drawnPixels = 640;
/** What an arrow key moves, as a part of what is shown; with Shift a fifth of it. */
const keyStep = 0.05;

/** Lets the user choose what others see of a picture. `onDone` takes the choice, and what it says is shown until then. */
export function CropDialog({
  image,
  state,
  onDone,
  onCancel,
}: {
  readonly image: ImageBitmap;
  readonly state: { readonly isSaving: boolean; readonly error: string | undefined };
  readonly onDone: (crop: Crop) => void;
  readonly onCancel: () => void;
}) {
  const titleId = useId();
  const [crop, setCrop] = useState(() => wholeOf(image));
  return (
    <Dialog aria-labelledby={titleId} onDismiss={onCancel} className={styles['dialog']}>
      <h2 id={titleId}>{text.crop.title}</h2>
      <Stage image={image} crop={crop} onChange={setCrop} />
      <label className={styles['zoom']}>
        <span>{text.crop.zoom}</span>
        <input
          type="range"
          min={1}
          max={mostZoom}
          step={0.05}
          value={crop.zoom}
          aria-valuetext={text.crop.times(crop.zoom)}
          onChange={(event) => setCrop(zoomedTo(image, crop, event.target.valueAsNumber))}
        />
      </label>
      <p role="alert" className={styles['error']}>
        {state.error}
      </p>
      <div className={styles['buttons']}>
        <Button onClick={onCancel}>{text.crop.cancel}</Button>
        <Button tone="primary" disabled={state.isSaving} onClick={() => onDone(crop)}>
          {state.isSaving ? text.crop.saving : text.crop.use}
        </Button>
      </div>
    </Dialog>
  );
}

/** The picture below a round window; it follows fingers and the mouse, the wheel, and the arrow keys. */
function Stage({
  image,
  crop,
  onChange,
}: {
  readonly image: ImageBitmap;
  readonly crop: Crop;
  readonly onChange: (change: (crop: Crop) => Crop) => void;
}) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const hintId = useId();
  useEffect(() => {
    if (canvasRef.current !== null) draw(canvasRef.current, image, crop);
  }, [image, crop]);
  const move = (right: number, down: number): void => onChange((now) => movedBy(image, now, right, down));
  const drag = useDrag(move, (factor) => onChange((now) => zoomedTo(image, now, now.zoom * factor)));
  return (
    <>
      <button
        type="button"
        aria-label={text.crop.move}
        aria-describedby={hintId}
        className={styles['stage']}
        {...drag}
        onKeyDown={(event) => {
          const [right, down] = arrows.get(event.key) ?? [0, 0];
          if (right === 0 && down === 0) return;
          event.preventDefault();
          const step = event.shiftKey ? keyStep / 5 : keyStep;
          move(right * step, down * step);
        }}
      >
        <canvas ref={canvasRef} width={drawnPixels} height={drawnPixels} className={styles['canvas']} />
      </button>
      <p id={hintId} className={styles['hint']}>
        {text.crop.hint}
      </p>
    </>
  );
}

/** To the right and down; the picture goes where the arrow points, so what is taken goes the other way. */
const arrows = new Map<string, readonly [number, number]>([
  ['ArrowLeft', [1, 0]],
  ['ArrowRight', [-1, 0]],
  ['ArrowUp', [0, 1]],
  ['ArrowDown', [0, -1]],
]);
