import type { Outcome } from '@ringback/client';
import { Suspense, useState, type ReactNode } from 'react';
import { useCalls } from '../engine/hooks.ts';
import type { Asking } from '../features/call/OutcomeDialog.tsx';
import type { NoteWish } from '../features/notes/NoteDialog.tsx';
import { noteDialog, theirGreeting } from './parts.ts';

/** After a call the user may wish to leave a note; the dialog for it gives way to a call. */
export function useNoteWish(): { readonly dialog: ReactNode; readonly asking: Asking } {
  const [wish, setWish] = useState<NoteWish | null>(null);
  const { current } = useCalls();
  const dialog = wish !== null && current === null && (
    <Suspense>
      <noteDialog.Component key={wish.callId} wish={wish} onClose={() => setWish(null)} />
    </Suspense>
  );
  const onLeaveNote = ({ callId, peer, media }: Outcome): void => setWish({ callId, peer, media });
  return { dialog, asking: { renderGreeting, onLeaveNote } };
}

function renderGreeting({ callId, peer: { name } }: Outcome): ReactNode {
  return (
    <Suspense>
      <theirGreeting.Component callId={callId} name={name} />
    </Suspense>
  );
}
