import type { Note, Person } from '@ringback/protocol';
import { AudioLines } from 'lucide-react';
import { useUnplayedFrom } from '../../engine/derivedHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { text } from './conversationText.ts';

/** Stands above a conversation while there are notes in it to be played, and leads to the oldest of them that is there. */
export function UnplayedNotes({ person }: { readonly person: Person }) {
  const unplayed = useUnplayedFrom(person.id);
  if (unplayed.length === 0) return null;
  return (
    <Button tone="primary" icon={AudioLines} onClick={() => goToFirst(unplayed)}>
      {text.unplayed(unplayed.length)}
    </Button>
  );
}

/** One that lies further back than the conversation was fetched has no line yet. */
function goToFirst(notes: readonly Note[]): void {
  const [line] = notes.flatMap(({ id }) => document.getElementById(id) ?? []);
  line?.scrollIntoView({ block: 'center' });
  line?.querySelector('button')?.focus({ preventScroll: true });
}
