import type { CallId } from '@ringback/protocol';
import type { CurrentCall } from '@ringback/client';
import { ScreenShare, ScreenShareOff } from 'lucide-react';
import { createStore } from 'zustand';
import { buttonEntry, type ControlEntry } from '../stage/controlEntry.ts';
import { sharingText as text } from './sharingText.ts';

/** The call whose user is asked whether to share in place of the other side. */
export const shareQuestion = createStore<CallId | null>(() => null);

/** Shares, or asks first where the other side shares already. Absent while this side can't start a share. */
export function shareAction({ id, shareScreen, remoteScreen }: CurrentCall): (() => void) | undefined {
  if (shareScreen === undefined || remoteScreen === null) return shareScreen;
  return () => shareQuestion.setState(id, true);
}

/** "Share screen" or "Stop sharing". Small calls have the latter too: a share must never lack a way to stop it. */
export function shareEntry(call: CurrentCall): ControlEntry | undefined {
  const common = { id: shareEntryId, shortcut: 's' } as const;
  return (
    buttonEntry(call.stopSharing, {
      ...common,
      name: text.stop,
      icon: ScreenShareOff,
      look: 'on',
      rank: 'urgent',
    }) ?? buttonEntry(shareAction(call), { ...common, name: text.share, icon: ScreenShare })
  );
}

export const shareEntryId = 'share';
