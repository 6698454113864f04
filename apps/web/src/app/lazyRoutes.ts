import { lazyComponent } from '../ui/loading/lazyComponent.ts';

/** Loaded lazily, because the first load of a signed-out tab is the sign-in screen alone. */
export const appShell = lazyComponent(async () => (await import('./AppShell.tsx')).AppShell);

/** Loaded right after the page: a call rarely comes in its first moments. */
export const callLayer = lazyComponent(async () => (await import('./CallLayer.tsx')).CallLayer);

export const insecureScreen = lazyComponent(
  async () => (await import('./InsecureScreen.tsx')).InsecureScreen,
);

export const signInLinkScreen = lazyComponent(
  async () => (await import('../features/signin/SignInLinkScreen.tsx')).SignInLinkScreen,
);

export const adminPage = lazyComponent(
  async () => (await import('../features/admin/AdminPage.tsx')).AdminPage,
);

export const insightPage = lazyComponent(
  async () => (await import('../features/insight/InsightPage.tsx')).InsightPage,
);

export const noteDialog = lazyComponent(
  async () => (await import('../features/notes/recording/NoteDialog.tsx')).NoteDialog,
);

export const callsScreen = lazyComponent(async () => (await import('./composedScreens.tsx')).CallsWithNotes);
export const personConversation = lazyComponent(
  async () => (await import('./composedScreens.tsx')).PersonConversation,
);
export const unplayedNotes = lazyComponent(
  async () => (await import('../features/conversation/UnplayedNotes.tsx')).UnplayedNotes,
);
export const lastCall = lazyComponent(
  async () => (await import('../features/history/summary/CallSummary.tsx')).LastCall,
);
export const settingsScreen = lazyComponent(
  async () => (await import('./composedScreens.tsx')).SettingsWithGreeting,
);
export const checkupScreen = lazyComponent(
  async () => (await import('../features/checkup/CheckupScreen.tsx')).CheckupScreen,
);

/** Loads the code of all screens, so that they open even if the server is unreachable later. */
export function preloadRoutes(): void {
  const peopleScreen = [personConversation, unplayedNotes, lastCall, noteDialog];
  for (const screen of [callsScreen, ...peopleScreen, settingsScreen, checkupScreen]) screen.preload();
}
