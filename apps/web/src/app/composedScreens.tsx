import type { CallId, Person } from '@ringback/protocol';
import { ShowShortcuts } from '../features/call/keys/ShowShortcuts.tsx';
import { AudioVideoSettings } from '../features/call/devices/AudioVideoSettings.tsx';
import { Conversation } from '../features/conversation/Conversation.tsx';
import { CallsScreen } from '../features/history/CallsScreen.tsx';
import { CallItem } from '../features/history/summary/CallSummary.tsx';
import { OwnGreeting } from '../features/notes/greeting/OwnGreeting.tsx';
import { NoteBubble, NoteDraftBubble, NoteOfCall } from '../features/notes/playing/NoteBubble.tsx';
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx';

/*
 * Features do not import each other. Here one feature's screen gets the parts that another one renders in it.
 */

/** The call history, with the note that was left after a call. */
export function CallsWithNotes({ callId }: { readonly callId: CallId | null | undefined }) {
  return (
    <CallsScreen callId={callId} renderNote={(entry) => <NoteOfCall key={entry.callId} entry={entry} />} />
  );
}

/** The conversation with a person, with its calls and notes. */
export function PersonConversation({ person }: { readonly person: Person }) {
  return (
    <Conversation
      person={person}
      renderers={{
        renderCall: (entry) => <CallItem entry={entry} />,
        renderNote: (note) => <NoteBubble note={note} person={person} />,
        renderNoteDraft: (draft) => <NoteDraftBubble draft={draft} />,
      }}
    />
  );
}

/** The settings, with the user's greeting and the keys of calls among them. */
export function SettingsWithGreeting() {
  return (
    <SettingsScreen
      greeting={<OwnGreeting />}
      audioVideo={<AudioVideoSettings />}
      shortcuts={<ShowShortcuts />}
    />
  );
}
