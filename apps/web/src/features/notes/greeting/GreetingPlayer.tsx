import type { HeardGreeting } from '@ringback/client';
import { NotePlayer } from '../playing/NotePlayer.tsx';
import { text } from '../notesText.ts';

/** Plays the greeting of the user, as one plays a note. */
export function GreetingPlayer({
  greeting: { blob, durationMs, peaks },
}: {
  readonly greeting: HeardGreeting;
}) {
  return (
    <NotePlayer
      recording={{ media: 'audio', durationMs, peaks }}
      label={text.greeting.heading}
      load={() => Promise.resolve({ kind: 'here', blob })}
    />
  );
}
