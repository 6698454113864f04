import type { CurrentCall, ShownReaction } from '@ringback/client';
import { Hand } from 'lucide-react';
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { ReactionArt } from './ReactionArt.tsx';
import styles from './ReactionLayer.module.css';
import { playReactionSound } from './reactionSound.ts';
import { text } from '../text/callText.ts';

/** Reactions that rise along the ring of the portrait: theirs at its left, one's own at its right; and raised hands. */
export function ReactionLayer({
  call,
  isSilent = false,
}: {
  readonly call: CurrentCall;
  /** Another window of the call plays the sounds. */
  readonly isSilent?: boolean;
}) {
  const { reactions, peer, remoteHand, lowerHand } = call;
  return (
    <div className={styles['layer']}>
      {!isSilent && <Sounds reactions={reactions} isHandUp={remoteHand === 'raised'} />}
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
            <span className={styles['words']}>{text.ownHandUp}</span>
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
      <span
        role="img"
        aria-label={text.reactions[reaction]}
        className={styles['badge']}
        data-reaction={reaction}
      >
        <ReactionArt reaction={reaction} />
      </span>
    </span>
  );
}

/** Each reaction of theirs sounds once, and so does their hand when it goes up. */
function Sounds({
  reactions,
  isHandUp,
}: {
  readonly reactions: readonly ShownReaction[];
  readonly isHandUp: boolean;
}) {
  const latest = reactions.findLast(({ from }) => from === 'peer')?.id;
  const { devicePreferences } = useEngine();
  const play = useEffectEvent((occasion: 'reaction' | 'hand') => {
    if (devicePreferences.getState().reactionSounds) playReactionSound(occasion);
  });
  useEffect(() => {
    if (latest !== undefined) play('reaction');
  }, [latest]);
  useEffect(() => {
    if (isHandUp) play('hand');
  }, [isHandUp]);
  return null;
}

/** Where reactions rise: a circle, in px from the corner of the region. */
interface Ring {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Beyond the portrait's edge, in px. */
const gap = 30;

/** A region without a portrait in sight shows a picture: reactions keep off its middle, where the face is. */
const shareOfPicture = 0.36;

/** The ring around the portrait of the region that this element is in, or one around the middle of its picture. */
function ringOf(element: Element): Ring {
  const region = element.closest('[data-phase]')?.getBoundingClientRect();
  const portrait = element.closest('[data-phase]')?.querySelector('[data-portrait]')?.getBoundingClientRect();
  if (region === undefined) return { x: 0, y: 0, radius: 0 };
  if (portrait !== undefined && portrait.width > 0) {
    const x = portrait.left + portrait.width / 2 - region.left;
    const y = portrait.top + portrait.height / 2 - region.top;
    return { x, y, radius: portrait.width / 2 + gap };
  }
  const { width, height } = region;
  return { x: width / 2, y: height / 2, radius: Math.min(width, height) * shareOfPicture };
}
