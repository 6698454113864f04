import type { CurrentCall, ShownReaction } from '@ringback/client';
import { Hand } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { ReactionArt } from './ReactionArt.tsx';
import styles from './ReactionLayer.module.css';
import { reactionSounds } from './reactionSounds.ts';
import { reactionsText as text } from './reactionsText.ts';
import { ringOf } from './ringOf.ts';

/** Reactions that rise along the ring of the portrait: theirs at its left, one's own at its right; and raised hands. */
export function ReactionLayer({ call }: { readonly call: CurrentCall }) {
  const { reactions, peer, remoteHand, lowerHand } = call;
  useSound(reactions, remoteHand === 'raised');
  return (
    <div className={styles['layer']} aria-hidden="true">
      {reactions.map((shown) => (
        <RisingReaction key={shown.id} shown={shown} />
      ))}
      <div className={styles['hands']}>
        {remoteHand === 'raised' && (
          <p className={styles['hand']}>
            <Hand aria-hidden="true" size={18} />
            <span className={styles['words']}>{text.raised(peer.name)}</span>
          </p>
        )}
        {lowerHand !== undefined && (
          <p className={styles['hand']}>
            <Hand aria-hidden="true" size={18} />
            <span className={styles['words']}>{text.youRaised}</span>
          </p>
        )}
      </div>
    </div>
  );
}

function RisingReaction({ shown: { id, from, reaction } }: { readonly shown: ShownReaction }) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const { x, y, radius } = ringOf(element);
    element.style.setProperty('--x', `${x}px`);
    element.style.setProperty('--y', `${y}px`);
    element.style.setProperty('--radius', `${radius}px`);
  }, []);
  return (
    <span ref={ref} className={styles['reaction']} data-from={from} data-lane={Math.round(id) % 3}>
      <span className={styles['badge']} data-reaction={reaction}>
        <ReactionArt reaction={reaction} />
      </span>
    </span>
  );
}

/** Each reaction of theirs sounds once, and so does their hand when it goes up. */
function useSound(reactions: readonly ShownReaction[], isHandUp: boolean): void {
  const latest = reactions.findLast(({ from }) => from === 'peer')?.id;
  useEffect(() => {
    if (latest !== undefined) reactionSounds.play('reaction');
  }, [latest]);
  useEffect(() => {
    if (isHandUp) reactionSounds.play('hand');
  }, [isHandUp]);
}
