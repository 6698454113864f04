import type { CurrentCall } from '@ringback/client';
import { MicOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSettings } from '../../../engine/storeHooks.ts';
import { matchesMedia } from '../../../ui/browser/matchesMedia.ts';
import { callLevels } from './browserLevels.ts';
import styles from './MutedTalking.module.css';

/** Tells users who talk while muted. The line is always there, so that screen readers announce its words. */
export function MutedTalking({ call }: { readonly call: CurrentCall }) {
  const isTalking = useMutedTalking(call.microphone.state === 'off');
  const hasKey = useHasMuteKey();
  return (
    <div aria-live="polite" className={styles['place']}>
      {isTalking && (
        <p className={styles['line']}>
          <MicOff aria-hidden="true" size={16} />
          {hasKey ? "You're muted. Press M to unmute." : "You're muted."}
        </p>
      )}
    </div>
  );
}

/** Whether the user talks although they are muted. Changes a few times a minute, never with a level. */
function useMutedTalking(isMuted: boolean): boolean {
  const [isTalking, setIsTalking] = useState(false);
  useEffect(() => {
    if (!isMuted) return undefined;
    const stop = callLevels.find('mine', 'talking', setIsTalking);
    return () => {
      stop();
      setIsTalking(false);
    };
  }, [isMuted]);
  return isMuted && isTalking;
}

/** Whether a press on M unmutes: phones have no keys, and the user may have turned single letters off. */
function useHasMuteKey(): boolean {
  const settings = useSettings();
  const [hasKeyboard] = useState(() => matchesMedia('(any-pointer: fine)'));
  return hasKeyboard && (settings.state !== 'known' || settings.values.keyboardShortcuts);
}
