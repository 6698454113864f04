import type { Person } from '@ringback/protocol';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import { quickReplies } from '../../i18n/sharedText.ts';
import styles from './QuickReplies.module.css';
import { text } from './conversationText.ts';
import type { ConversationItem } from './conversationTimeline.ts';

/** Short messages to send after a call that was not answered; gone once something is written. */
export function QuickReplies({
  person,
  newest,
}: {
  readonly person: Person;
  readonly newest: ConversationItem | undefined;
}) {
  const engine = useEngine();
  if (!isUnansweredCall(newest)) return null;
  return (
    <div role="group" aria-label={text.quickReplies} className={styles['replies']}>
      {quickReplies.map((reply) => (
        <Button
          key={reply}
          className={styles['reply']}
          onClick={() => engine.conversations.send(person.id, reply)}
        >
          {reply}
        </Button>
      ))}
    </div>
  );
}

function isUnansweredCall(newest: ConversationItem | undefined): boolean {
  if (newest?.kind !== 'call') return false;
  switch (newest.entry.label) {
    case 'canceled':
    case 'noAnswer':
    case 'missed':
    case 'declined':
    case 'busy':
      return true;
    case 'answered':
    case 'failed':
      return false;
  }
}
