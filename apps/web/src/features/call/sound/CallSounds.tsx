import type { CallScreen, CurrentCall, Engine } from '@ringback/client';
import type { UserId } from '@ringback/protocol';
import { VolumeX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { ringtoneLock } from '../../../notifications/shared/tabLocks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { useIdle } from '../../../ui/loading/useIdle.ts';
import { text } from '../text/callText.ts';
import { ringtones } from './ringtones.ts';
import { RingtoneCoordinator } from './ringtoneCoordinator.ts';
import styles from './SoundNotice.module.css';
import { ringSpeakerIds } from './speakers.ts';
import { elementOutput, prepareTone, webAudioOutput, type Ring } from './toneOutput.ts';
import { BrowserTonePlayer, type SoundState, type TonePlayer } from './tonePlayer.ts';
import { tones, type ToneName } from './tones.ts';

/** Whether sound works in this tab, and how to enable it. */
export interface CallSounds {
  readonly state: SoundState;
  readonly enable: () => void;
}

/** Not heard as late; long enough for the screen to show the change first. */
const afterChangeMs = 40;

/** Plays the tones of this device's calls while mounted; the ringtone in only one tab of the user. */
export function useCallSounds(me: UserId): CallSounds {
  const engine = useEngine();
  const { calls, devicePreferences } = engine;
  const [player] = useState(() => {
    const ring = () => ringOf(engine);
    return new BrowserTonePlayer([webAudioOutput(ring), elementOutput(ring)]);
  });
  useEffect(() => {
    player.probe();
    const ringtone = new RingtoneCoordinator(player, ringtoneLock(me));
    ringtone.play(lastingTone(calls.getState()));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopListening = calls.subscribe((after, before) => {
      // A change without a tone of its own does not cut off a short tone.
      const passing = passingTone(before, after, devicePreferences.getState().callSounds);
      const next = lastingTone(after) ?? passing;
      if (next === undefined && lastingTone(before) === undefined) return;
      clearTimeout(timer);
      // Starting a sound took up to 50 ms of the page's time: the change is shown first.
      timer = setTimeout(() => ringtone.play(next), afterChangeMs);
    });
    const stopWaiting = enableAtFirstPress(player);
    return () => {
      stopListening();
      clearTimeout(timer);
      stopWaiting();
      ringtone.close();
      player.close();
    };
  }, [calls, devicePreferences, player, me]);
  usePreparedTones(engine);
  return { state: useStore(player.state), enable: player.enable };
}

/** Those that sound just when a call has most to do. */
function usePreparedTones(engine: Engine): void {
  const idle = useIdle();
  useEffect(() => {
    if (idle) for (const tone of [ringOf(engine).tone, tones.ringback]) prepareTone(tone);
  }, [idle, engine]);
}

/** How this device rings now. */
function ringOf({ calls, devicePreferences }: Engine): Ring {
  const { ringtone, ringVolume, ringOn } = devicePreferences.getState();
  const speakers = calls.getState().devices?.choices.speaker.devices ?? [];
  return {
    tone: ringtones[ringtone],
    volume: ringVolume,
    speakerIds: ringSpeakerIds(speakers, ringOn),
  };
}

/**
 * Any press on the page enables sound, not only the button. It counts when it is released: the notice then disappears and
 * moves what is below it, which must not happen under a finger that is still down.
 */
function enableAtFirstPress(player: TonePlayer): () => void {
  const pressEvents = ['pointerup', 'keydown'] as const;
  const enable = () => {
    if (player.state.getState() === 'blocked') player.enable();
  };
  for (const pressEvent of pressEvents) window.addEventListener(pressEvent, enable);
  return () => {
    for (const pressEvent of pressEvents) window.removeEventListener(pressEvent, enable);
  };
}

/** The tone that plays while the calls stay as they are. */
export function lastingTone({ incoming, second, current }: CallScreen): ToneName | undefined {
  // In a call a second ring would drown the other person's voice.
  if (incoming !== null && current === null) return incoming.isMuted ? undefined : 'ringtone';
  if (second !== null) return second.isMuted ? undefined : 'secondCall';
  return current?.status.kind === 'ringing' ? 'ringback' : undefined;
}

/** The tone that plays once when the calls change. Without call sounds, it says only what the user would not see: busy. */
export function passingTone(
  before: CallScreen,
  after: CallScreen,
  hasCallSounds: boolean,
): ToneName | undefined {
  const tone = changeTone(before, after);
  return hasCallSounds || tone === 'busy' ? tone : undefined;
}

function changeTone(before: CallScreen, after: CallScreen): ToneName | undefined {
  if (before.current === null) return undefined;
  if (after.current !== null) return linkTone(before.current, after.current);
  if (after.outcome !== null && after.outcome.callId === before.current.id) {
    return after.outcome.reason === 'busy' ? 'busy' : 'ended';
  }
  return wasAnswered(before.current.phase) ? 'ended' : undefined;
}

/** Tells by ear what the rings around the portrait show. */
function linkTone(before: CurrentCall, after: CurrentCall): ToneName | undefined {
  if (before.id !== after.id) return undefined;
  const [was, is] = [linkOf(before), linkOf(after)];
  if (was === is) return holdTone(before, after);
  if (is === 'none') return undefined;
  if (is === 'down') return 'reconnecting';
  return was === 'down' ? 'reconnected' : 'connected';
}

function holdTone(before: CurrentCall, after: CurrentCall): ToneName | undefined {
  const [was, is] = [before.holdState !== 'none', after.holdState !== 'none'];
  if (was === is) return undefined;
  return is ? 'held' : 'resumed';
}

function linkOf({ status }: CurrentCall): 'none' | 'up' | 'down' {
  switch (status.kind) {
    case 'askingMicrophone':
    case 'calling':
    case 'ringing':
    case 'connecting':
      return 'none';
    case 'talking':
    case 'held':
      return 'up';
    case 'reconnecting':
    case 'waiting':
      return 'down';
  }
}

function wasAnswered(phase: NonNullable<CallScreen['current']>['phase']): boolean {
  return phase === 'active' || phase === 'reconnecting' || phase === 'connecting';
}

/** Says that the browser blocks sound in this tab, with a button to enable it. */
export function SoundNotice({ sounds }: { readonly sounds: CallSounds }) {
  if (sounds.state === 'ready') return null;
  return (
    <div className={styles['notice']}>
      <VolumeX aria-hidden="true" size={18} />
      <p>
        <strong>{text.soundBlocked}</strong>
        <span>{text.soundBlockedWhy}</span>
      </p>
      <Button className={styles['button']} onClick={sounds.enable}>
        {text.enableSound}
      </Button>
    </div>
  );
}
