import type { Note, Person } from '@ringback/protocol';
import { AudioLines } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { text } from './text.ts';
import type { Item } from './timeline.ts';
import styles from './UnplayedNotes.module.css';

/** Stands on top of a conversation while there are notes in it to be played, and leads to the oldest of them. */
export function UnplayedNotes({
  person,
  items,
}: {
  readonly person: Person;
  readonly items: readonly Item[];
}) {
  const unplayed = items.flatMap((item) => unplayedNote(item, person));
  const [first] = unplayed;
  if (first === undefined) return null;
  return (
    <div className={styles['unplayed']}>
      <Button tone="primary" icon={AudioLines} onClick={() => goTo(first)}>
        {text.unplayed(unplayed.length)}
      </Button>
    </div>
  );
}

function unplayedNote(item: Item, person: Person): readonly Note[] {
  const isMeant = item.kind === 'note' && item.note.from === person.id && item.note.playedAt === undefined;
  return isMeant ? [item.note] : [];
}

function goTo({ id }: Note): void {
  const line = document.getElementById(id);
  line?.scrollIntoView({ block: 'center' });
  line?.querySelector('button')?.focus({ preventScroll: true });
}
