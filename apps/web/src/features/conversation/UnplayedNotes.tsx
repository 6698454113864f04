import type { Note, Person } from '@ringback/protocol';
import { AudioLines } from 'lucide-react';
import { useUnplayedFrom } from '../../engine/derivedHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { text } from './conversationText.ts';

/** Leads to the oldest unplayed note of a conversation; nothing if there is none. */
export function UnplayedNotes({ person }: { readonly person: Person }) {
  const unplayed = useUnplayedFrom(person.id);
  if (unplayed.length === 0) return null;
  return (
    <Button tone="primary" icon={AudioLines} onClick={() => goToFirst(unplayed)}>
      {text.unplayed(unplayed.length)}
    </Button>
  );
}

/** Notes older than the loaded part of the conversation have no item yet. */
function goToFirst(notes: readonly Note[]): void {
  const [item] = notes.flatMap(({ id }) => document.getElementById(id) ?? []);
  item?.scrollIntoView({ block: 'center' });
  item?.querySelector('button')?.focus({ preventScroll: true });
}
