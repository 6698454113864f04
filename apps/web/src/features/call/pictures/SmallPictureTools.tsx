import { ArrowLeftRight, Minus, type LucideIcon } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import { cornerAfterKey } from '../drag/corners.ts';
import { text } from '../text/callText.ts';
import type { PictureName } from './arrangement.ts';
import { nextCorner, placeAfter, type Drop } from './cornerPlaces.ts';
import { dragToCorner } from './dragToCorner.ts';
import styles from './Pictures.module.css';
import type { CallPicturesState } from './usePictures.ts';

/** What can be done about a small picture: move it to a corner, swap it with the large one, or minimize it. */
export function SmallPictureTools({
  name,
  label,
  pictures,
}: {
  readonly name: PictureName;
  readonly label: string;
  readonly pictures: CallPicturesState;
}) {
  const { arrangement, choose, ownPlace, moveOwn } = pictures;
  const swapName = arrangement.small.length === 1 ? text.swapVideos : text.enlarge(label);
  return (
    <>
      <MoveHandle
        isOwn={name === 'myCamera'}
        label={label}
        pictures={pictures}
        {...(arrangement.large !== undefined && { onSwap: () => choose(name) })}
      />
      <div className={styles['tools']}>
        {arrangement.large !== undefined && (
          <Tool name={swapName} icon={ArrowLeftRight} onPress={() => choose(name)} />
        )}
        {name === 'myCamera' && (
          <Tool
            name={text.minimizeOwn}
            icon={Minus}
            onPress={() => moveOwn({ ...ownPlace, isMinimized: true })}
          />
        )}
      </div>
    </>
  );
}

/** Covers the picture. It drags it, and a press by keyboard moves it on: to the next corner, or where an arrow points. */
function MoveHandle({
  isOwn,
  label,
  pictures: { ownPlace, moveOwn },
  onSwap,
}: {
  readonly isOwn: boolean;
  readonly label: string;
  readonly pictures: CallPicturesState;
  readonly onSwap?: () => void;
}) {
  const moveTo = (corner: typeof ownPlace.corner): void => moveOwn({ ...ownPlace, corner });
  const onDrop = (drop: Drop): void => {
    const { corner, isOverEdge } = placeAfter(drop);
    moveOwn({ corner, isMinimized: isOwn ? isOverEdge : ownPlace.isMinimized });
  };
  return (
    <button
      type="button"
      aria-label={text.move(label)}
      aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight"
      className={styles['handle']}
      onDoubleClick={onSwap}
      onPointerDown={(press) => startDrag(press, onDrop)}
      onClick={(event) => {
        if (isByKeyboard(event)) moveTo(nextCorner(ownPlace.corner));
      }}
      onKeyDown={(event) => {
        const corner = cornerAfterKey(ownPlace.corner, event.key);
        if (corner === undefined || hasModifier(event)) return;
        event.preventDefault();
        moveTo(corner);
      }}
    />
  );
}

function startDrag(press: PointerEvent<HTMLElement>, onDrop: (drop: Drop) => void): void {
  const frame = press.currentTarget.parentElement;
  if (frame !== null) dragToCorner(press, frame, onDrop);
}

/** Browsers count the clicks of a pointer, and none of a key. */
function isByKeyboard({ detail }: MouseEvent): boolean {
  return detail === 0;
}

function hasModifier({ altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey;
}

function Tool({
  name,
  icon: Icon,
  onPress,
}: {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" aria-label={name} title={name} className={styles['tool']} onClick={onPress}>
      <Icon aria-hidden="true" size={16} strokeWidth={2.2} />
    </button>
  );
}
