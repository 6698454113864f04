import { lazyComponent } from '../ui/loading/lazyComponent.ts';

/** What a signed-in tab shows; a newcomer's first load is the sign-in screen. */
export const appShell = lazyComponent(async () => (await import('./AppShell.tsx')).AppShell);

/** Everything of calls. Nobody is called in the first moments of a page; it is loaded right after. */
export const callLayer = lazyComponent(async () => (await import('./CallLayer.tsx')).CallLayer);

export const noteDialog = lazyComponent(
  async () => (await import('../features/notes/recording/NoteDialog.tsx')).NoteDialog,
);

export const callsScreen = lazyComponent(async () => (await import('./CallsWithNotes.tsx')).CallsWithNotes);
export const personConversation = lazyComponent(
  async () => (await import('./PersonConversation.tsx')).PersonConversation,
);
export const unplayedNotes = lazyComponent(
  async () => (await import('../features/conversation/UnplayedNotes.tsx')).UnplayedNotes,
);
export const lastCall = lazyComponent(
  async () => (await import('../features/history/summary/CallSummary.tsx')).LastCall,
);
export const settingsScreen = lazyComponent(
  async () => (await import('./SettingsWithGreeting.tsx')).SettingsWithGreeting,
);
export const checkupScreen = lazyComponent(
  async () => (await import('../features/checkup/CheckupScreen.tsx')).CheckupScreen,
);

/** Fetches all screens: where the server cannot be reached a while later, each can be visited all the same. */
export function preloadRoutes(): void {
  const ofPeople = [personConversation, unplayedNotes, lastCall, noteDialog];
  for (const part of [callsScreen, ...ofPeople, settingsScreen, checkupScreen]) part.preload();
}
