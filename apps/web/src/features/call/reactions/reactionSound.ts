import { attempt } from '../../../ui/browser/attempt.ts';

// From the scale of the ringtone, D major. In Hz.
const notes = { reaction: [587.33, 880], hand: [739.99] } as const;

/** Apart by this much, and each this long. In seconds. */
const [stepSeconds, noteSeconds] = [0.07, 0.22] as const;

/** Softer than a voice: it accompanies a conversation. */
const loudness = 0.06;

/** Two quick notes, rising, for a reaction; a single one for a hand. */
export function playReactionSound(occasion: keyof typeof notes): void {
  attempt(() => playNotes(notes[occasion]));
}

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
