import { useRef } from 'react';
import { useMatchesMedia } from '../../../ui/browser/matchesMedia.ts';
import { classNames } from '../../../ui/styles/classNames.ts';
import type { Voice } from './levelMessages.ts';
import type { LevelShape } from './levelShapes.ts';
import { useLevel } from './useCallLevels.ts';
import styles from './VoiceLevels.module.css';

const reducedMotion = '(prefers-reduced-motion: reduce)';

/** Rings around the portrait that move with their voice. Reach beyond their container. */
export function VoiceRings() {
  return useMatchesMedia(reducedMotion) ? null : <Level voice="theirs" shape="rings" />;
}

/** The same as an edge of their picture. Fills its container, over the picture. */
export function VoiceEdge() {
  return useMatchesMedia(reducedMotion) ? null : <Level voice="theirs" shape="edge" />;
}

/** One's own voice, inside the microphone button, beside its icon. */
export function MicrophoneLevel() {
  return <Level voice="mine" shape="bars" className={styles['beside']} />;
}

/** Their voice as bars, for users who want little motion; others see it in the rings. */
export function StillVoice() {
  return useMatchesMedia(reducedMotion) ? <Level voice="theirs" shape="bars" /> : null;
}

/** Says nothing to screen readers: who hears a voice needs no meter. */
function Level({
  voice,
  shape,
  className,
}: {
  readonly voice: Voice;
  readonly shape: LevelShape;
  readonly className?: string | undefined;
}) {
  const levelRef = useRef<HTMLSpanElement>(null);
  useLevel(voice, shape, levelRef);
  return (
    <span
      ref={levelRef}
      aria-hidden="true"
      data-meter={voice}
      className={classNames(styles[shape], className)}
    />
  );
}
