import type { Reaction } from '@ringback/client';
import { Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { attempt } from '../../../ui/browser/attempt.ts';
import { ReactionArt } from './ReactionArt.tsx';
import styles from './ReactionPicker.module.css';
import { text } from '../text/callText.ts';

const choices = ['thumbsUp', 'heart', 'applause', 'laughter', 'surprise', 'celebration'] as const;

/** The six reactions, and whether they sound on this device. */
export function ReactionPicker({ react }: { readonly react: (reaction: Reaction) => void }) {
  const firstRef = useRef<HTMLButtonElement>(null);
  // The code may come after the popover has opened and looked for something to focus.
  useEffect(() => firstRef.current?.focus({ preventScroll: true }), []);
  return (
    <div className={styles['picker']}>
      <div className={styles['choices']}>
        {choices.map((reaction, index) => (
          <button
            key={reaction}
            ref={index === 0 ? firstRef : null}
            type="button"
            aria-label={text.reactions[reaction]}
            title={text.reactions[reaction]}
            className={styles['choice']}
            onClick={({ currentTarget }) => {
              react(reaction);
              closeMenus(currentTarget);
            }}
          >
            <ReactionArt reaction={reaction} />
          </button>
        ))}
      </div>
      <SoundSwitch />
    </div>
  );
}

function SoundSwitch() {
  const { devicePreferences } = useEngine();
  const isOn = useStore(devicePreferences, (preferences) => preferences.reactionSounds);
  const Icon = isOn ? Volume2 : VolumeX;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      className={styles['sound']}
      onClick={() => devicePreferences.change({ reactionSounds: !isOn })}
    >
      <Icon aria-hidden="true" size={16} />
      {text.reactionSounds}
      <span aria-hidden="true" className={styles['state']}>
        {isOn ? text.on : text.off}
      </span>
    </button>
  );
}

/** Closes the popover, and "More" where it is inside of that: what was sent rises behind them. */
function closeMenus(inside: Element): void {
  let outermost: Element | null = null;
  for (
    let menu = inside.closest('[popover]');
    menu !== null;
    menu = menu.parentElement?.closest('[popover]') ?? null
  )
    outermost = menu;
  if (outermost instanceof HTMLElement) attempt(() => outermost.hidePopover());
}
