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

const sides = ['top', 'right', 'bottom', 'left'] as const;

/**
 * The same as an edge of their picture, over its container. Four strips: one canvas with a hole would be composed with the
 * whole picture at each frame, which took a third of a core without a graphics card (measured with Chromium 156).
 */
export function VoiceEdge() {
  if (useMatchesMedia(reducedMotion)) return null;
  return sides.map((side) => <Level key={side} voice="theirs" shape="edge" className={styles[side]} />);
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
