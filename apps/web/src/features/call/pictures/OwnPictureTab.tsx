import { ChevronLeft, ChevronRight, Video } from 'lucide-react';
import { text } from '../text/callText.ts';
import { MutedMark } from './OwnVideo.tsx';
import styles from './Pictures.module.css';
import type { CallPicturesState } from './usePictures.ts';

/** The minimized own picture: a tab at the edge beside its corner. */
export function OwnPictureTab({
  pictures: { ownPlace, moveOwn },
  isMuted,
}: {
  readonly pictures: CallPicturesState;
  readonly isMuted: boolean;
}) {
  const Arrow = ownPlace.corner.endsWith('Left') ? ChevronRight : ChevronLeft;
  return (
    <button
      type="button"
      aria-label={text.showOwn}
      title={text.showOwn}
      className={styles['tab']}
      data-corner={ownPlace.corner}
      onClick={() => moveOwn({ ...ownPlace, isMinimized: false })}
    >
      <Arrow aria-hidden="true" size={16} strokeWidth={2.2} />
      <Video aria-hidden="true" size={16} strokeWidth={2.2} />
      {isMuted && <MutedMark />}
    </button>
  );
}
