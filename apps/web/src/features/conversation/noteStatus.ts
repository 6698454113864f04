import type { NoteDraft } from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { noteLabel, playedText } from '../../i18n/sharedText.ts';
import type { Item } from './conversationTimeline.ts';

/** What a line is called that is a note, such as "Voice note from Grace, 0:12, not played"; others call themselves. */
export function noteStatus(item: Item, person: Person, me: Person | undefined): string | undefined {
  switch (item.kind) {
    case 'note': {
      const from = item.note.from === person.id ? person.name : nameOf(me);
      return noteLabel(item.note, from, playedText(item.note));
    }
    case 'noteDraft':
      return noteLabel(item.draft, nameOf(me), draftText(item.draft));
    case 'message':
    case 'call':
    case 'draft':
      return undefined;
  }
}

function nameOf(me: Person | undefined): string {
  return me?.name ?? '';
}

function draftText({ status }: NoteDraft): string {
  switch (status.state) {
    case 'waiting':
      return 'waiting to be sent';
    case 'sending':
      return 'being sent';
    case 'refused':
      return 'not sent';
  }
}
