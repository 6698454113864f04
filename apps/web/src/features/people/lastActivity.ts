import type { Conversation, Note, Person } from '@ringback/protocol';
import { noteDuration, noteKind } from '../../i18n/sharedText.ts';

/** What a list says of all between the user and a person, in a line. */
interface Latest {
  readonly words: string;
  readonly isMine: boolean;
  /** Messages to be read and notes to be played. */
  readonly waiting: number;
}

/** The newest message or, where that came later, the newest note to be played; undefined where there is neither. */
export function latestWith(
  person: Person,
  conversation: Pick<Conversation, 'last' | 'unread'> | undefined,
  unplayed: readonly Note[],
): Latest | undefined {
  const waiting = unplayed.length + (conversation?.unread ?? 0);
  const note = unplayed.at(-1);
  if (note !== undefined && note.sentAt > (conversation?.last.sentAt ?? 0)) {
    const words = `${noteKind(note.media)}, ${noteDuration(note.durationMs)}`;
    return { words, isMine: false, waiting };
  }
  if (conversation === undefined) return undefined;
  const { last } = conversation;
  return { words: last.text, isMine: last.from !== person.id, waiting };
}
