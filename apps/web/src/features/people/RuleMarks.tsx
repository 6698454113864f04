import type { Person, PersonRules } from '@ringback/protocol';
import { useChangeRules, useRules } from '../../engine/RuleChanges.tsx';
import { useConnection } from '../../engine/storeHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import styles from './RuleMarks.module.css';
import { text } from './peopleText.ts';

/** Says on a person's page what the user has decided about them, with a button that takes it back. */
export function RuleMarks({ person }: { readonly person: Person }) {
  const changeRules = useChangeRules();
  const isOnline = useConnection().state === 'online';
  const mark = markOf(useRules(person));
  if (mark === undefined) return null;
  const { words, undo, change } = mark;
  return (
    <div className={styles['mark']} data-kind={words}>
      <span>{text.marks[words]}</span>
      <Button
        disabled={!isOnline}
        className={styles['button']}
        onClick={() => changeRules(person, change, text.rules[undo].done(person.name))}
      >
        {text.rules[undo].label}
      </Button>
    </div>
  );
}

/** The one that matters most. */
function markOf({ blocksCalls, blocksMessages, isMuted, alwaysThrough }: PersonRules) {
  const unblock = { undo: 'unblock', change: { blocksCalls: false, blocksMessages: false } } as const;
  if (blocksCalls && blocksMessages) return { words: 'both', ...unblock } as const;
  if (blocksCalls) return { words: 'calls', ...unblock } as const;
  if (blocksMessages) return { words: 'messages', ...unblock } as const;
  if (isMuted) return { words: 'muted', undo: 'unmute', change: { isMuted: false } } as const;
  if (alwaysThrough)
    return { words: 'through', undo: 'notAlwaysThrough', change: { alwaysThrough: false } } as const;
  return undefined;
}
