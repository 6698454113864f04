import type { CurrentCall } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useAccount } from '../../../engine/storeHooks.ts';
import { callLevels } from '../levels/browserLevels.ts';
import { openCallChannel, watchOtherSide } from './otherSide.ts';
import styles from './SameComputer.module.css';

const text = {
  line: 'Both sides are on this computer. Mute one, or use headphones.',
  speakerOff: 'Turn speaker off',
  speakerOn: 'Turn speaker on',
} as const;

/** What this page knows about its call. */
interface State {
  /** The call whose other side is in this browser too. */
  readonly hereIn: CallId | null;
  /** The call whose sound this page does not play; the next call starts with sound. */
  readonly silentIn: CallId | null;
}

const store = createStore<State>(() => ({ hereIn: null, silentIn: null }));

function setSpeaker(callId: CallId, to: 'on' | 'off'): void {
  store.setState({ silentIn: to === 'off' ? callId : null });
}

/**
 * Watches whether both sides of the call are in this browser while mounted. Belongs into the call's region, once. Returns
 * whether the speaker is off, by the user or because it howled.
 */
export function useSameComputer({ id, hangUp }: CurrentCall): { readonly isSpeakerOff: boolean } {
  const { hereIn, silentIn } = useStore(store);
  const isSpeakerOff = silentIn === id;
  const account = useAccount();
  const me = account.state === 'signedIn' ? account.me.id : undefined;
  const isAnswered = hangUp !== undefined;
  useEffect(() => {
    const channel = isAnswered ? openCallChannel(id) : undefined;
    if (channel === undefined || me === undefined) return undefined;
    return watchOtherSide(channel, me, (isHere) => store.setState({ hereIn: isHere ? id : null }));
  }, [id, isAnswered, me]);
  useHowlGuard(hereIn === id && !isSpeakerOff ? id : undefined);
  return { isSpeakerOff };
}

/** Says that both sides are here. Always there, so that screen readers announce its words. */
export function SameComputer({ callId }: { readonly callId: CallId }) {
  const { hereIn, silentIn } = useStore(store);
  const isSpeakerOff = silentIn === callId;
  return (
    <div aria-live="polite" className={styles['note']}>
      {hereIn === callId && (
        <div className={styles['pill']}>
          <p className={styles['words']}>{text.line}</p>
          <button
            type="button"
            className={styles['button']}
            onClick={() => setSpeaker(callId, isSpeakerOff ? 'on' : 'off')}
          >
            {isSpeakerOff ? text.speakerOn : text.speakerOff}
          </button>
        </div>
      )}
    </div>
  );
}

/** Turns the speaker off once it howls. */
function useHowlGuard(callId: CallId | undefined): void {
  useEffect(() => {
    if (callId === undefined) return undefined;
    return callLevels.find('theirs', 'howling', (isHowling) => {
      if (isHowling) setSpeaker(callId, 'off');
    });
  }, [callId]);
}
