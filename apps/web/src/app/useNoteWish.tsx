import type { Outcome } from '@ringback/client';
import { Suspense, useState, type ReactNode } from 'react';
import { useCalls } from '../engine/storeHooks.ts';
import type { NoteRequest } from '../features/notes/recording/NoteDialog.tsx';
import { noteDialog } from './lazyRoutes.ts';

/** After a call the user may wish to leave a note; the dialog for it gives way to a call. */
export function useNoteWish(): {
  readonly dialog: ReactNode;
  readonly onLeaveNote: (outcome: Outcome) => void;
} {
  const [wish, setWish] = useState<NoteRequest | null>(null);
  const isInCall = useCalls(({ current }) => current !== null);
  const dialog = wish !== null && !isInCall && (
    <Suspense>
      <noteDialog.Component key={wish.callId} request={wish} onClose={() => setWish(null)} />
    </Suspense>
  );
  const onLeaveNote = ({ callId, peer, media }: Outcome): void => setWish({ callId, peer, media });
  return { dialog, onLeaveNote };
}
