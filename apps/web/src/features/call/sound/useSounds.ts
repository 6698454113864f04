import type { UserId } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { ringtoneLock } from '../../../notifications/shared/tabLocks.ts';
import { Ringing } from './ringing.ts';
import { lastingTone, passingTone } from './toneFor.ts';
import { createTonePlayer, type SoundState, type TonePlayer } from './tonePlayer.ts';

/** Sounds as the calls of this device go, and what to do where the browser blocks sound. */
export interface Sounds {
  readonly state: SoundState;
  readonly enable: () => void;
}

/** Lets the calls of this device be heard for as long as the caller is on screen; the ringtone in one tab of the user alone. */
export function useSounds(me: UserId): Sounds {
  const { calls } = useEngine();
  const [player] = useState(() => createTonePlayer());
  useEffect(() => {
    player.probe();
    const ringing = new Ringing(player, ringtoneLock(me));
    ringing.play(lastingTone(calls.getState()));
    const stopListening = calls.subscribe((after, before) => {
      // A short tone that has begun is not cut off by a change that has nothing to say.
      const next = lastingTone(after) ?? passingTone(before, after);
      if (next !== undefined || lastingTone(before) !== undefined) ringing.play(next);
    });
    const stopWaking = enableAtFirstPress(player);
    return () => {
      stopListening();
      stopWaking();
      ringing.close();
      player.close();
    };
  }, [calls, player, me]);
  return { state: useStore(player.state), enable: player.enable };
}

/**
 * Any press on the page lets it sound; nobody has to find the button for it. A press counts once it is over: what is said
 * of the silence then goes away, and moves what lies below it, which must not happen under a finger that is still down.
 */
function enableAtFirstPress(player: TonePlayer): () => void {
  const signs = ['pointerup', 'keydown'] as const;
  const enable = () => {
    if (player.state.getState() === 'blocked') player.enable();
  };
  for (const sign of signs) window.addEventListener(sign, enable);
  return () => {
    for (const sign of signs) window.removeEventListener(sign, enable);
  };
}
