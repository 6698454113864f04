import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog } from '../../../ui/dialogs/Dialog.tsx';
import { ErrorText } from '../../../ui/layout/AccessibleText.tsx';
import { maxZoom, moveCrop, largestCrop, zoomCrop, type Crop } from './crop.ts';
import styles from './CropDialog.module.css';
import { draw } from './pictureFile.ts';
import { text } from './profileText.ts';
import { useDrag } from './useDrag.ts';

/** Width and height of the canvas in pixels: enough for the densest screens. */
const drawnPixels = 640;
/** How far an arrow key moves the picture, as a fraction of the visible part; with Shift a fifth of it. */
const keyStep = 0.05;

/** Lets the user choose the part of a picture that others see. */
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
  const [crop, setCrop] = useState(() => largestCrop(image));
  return (
    <Dialog aria-labelledby={titleId} onDismiss={onCancel} className={styles['dialog']}>
      <h2 id={titleId}>{text.picture.crop.title}</h2>
      <Stage image={image} crop={crop} onChange={setCrop} />
      <label className={styles['zoom']}>
        <span>{text.picture.crop.zoom}</span>
        <input
          type="range"
          min={1}
          max={maxZoom}
          step={0.05}
          value={crop.zoom}
          aria-valuetext={text.picture.crop.times(crop.zoom)}
          onChange={(event) => setCrop(zoomCrop(image, crop, event.target.valueAsNumber))}
        />
      </label>
      <ErrorText>{state.error}</ErrorText>
      <div className={styles['buttons']}>
        <Button onClick={onCancel}>{text.picture.crop.cancel}</Button>
        <Button tone="primary" disabled={state.isSaving} onClick={() => onDone(crop)}>
          {state.isSaving ? text.picture.crop.saving : text.picture.crop.use}
        </Button>
      </div>
    </Dialog>
  );
}

/** The picture behind a round window; moves and zooms by touch, mouse, wheel and arrow keys. */
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
  const move = (right: number, down: number): void => onChange((now) => moveCrop(image, now, right, down));
  const drag = useDrag(move, (factor) => onChange((now) => zoomCrop(image, now, now.zoom * factor)));
  return (
    <>
      <button
        type="button"
        aria-label={text.picture.crop.move}
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
        {text.picture.crop.hint}
      </p>
    </>
  );
}

/** By key: how the crop moves to the right and down. The picture follows the arrow, so the crop moves the other way. */
const arrows = new Map<string, readonly [number, number]>([
  ['ArrowLeft', [1, 0]],
  ['ArrowRight', [-1, 0]],
  ['ArrowUp', [0, 1]],
  ['ArrowDown', [0, -1]],
]);
