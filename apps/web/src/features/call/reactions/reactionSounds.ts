import { browserProfileStorage } from '@ringback/client';
import { createStore } from 'zustand/vanilla';
import { attempt } from '../../../ui/browser/attempt.ts';

const storageKey = 'ringback.reactionSounds';

/** On unless the user turned it off on this device. */
const isOn = createStore<boolean>()(() => browserProfileStorage.get(storageKey) !== 'off');

/** The short sounds of reactions, and their switch, which is kept for this device. */
export const reactionSounds = {
  isOn,
  turn: (on: boolean): void => {
    isOn.setState(on, true);
    browserProfileStorage.set(storageKey, on ? 'on' : 'off');
  },
  /** Two quick notes, rising for a reaction, or a single one for a hand. */
  play: (occasion: 'reaction' | 'hand'): void => {
    if (isOn.getState()) attempt(() => playNotes(notes[occasion]));
  },
} as const;

// From the scale of the ringtone, D major. In Hz.
const notes = { reaction: [587.33, 880], hand: [739.99] } as const;

/** Apart by this much, and each this long. In seconds. */
const [stepSeconds, noteSeconds] = [0.07, 0.22] as const;

/** Softer than a voice: it accompanies a conversation. */
const loudness = 0.06;

function playNotes(pitches: readonly number[]): void {
  const audio = new AudioContext();
  const endAt = audio.currentTime + pitches.length * stepSeconds + noteSeconds;
  pitches.forEach((hz, index) => playNote(audio, hz, audio.currentTime + index * stepSeconds));
  // An open context keeps the audio hardware awake.
  setTimeout(
    () => attempt(() => audio.close())?.catch(() => undefined),
    (endAt - audio.currentTime) * 1000 + 200,
  );
}

function playNote(audio: AudioContext, hz: number, at: number): void {
  const [note, volume] = [audio.createOscillator(), audio.createGain()];
  note.frequency.value = hz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + 0.008);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + noteSeconds);
  note.connect(volume).connect(audio.destination);
  note.start(at);
  note.stop(at + noteSeconds);
}
