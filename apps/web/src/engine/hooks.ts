import type {
  Account,
  CallScreen,
  Connection,
  Conversations,
  History,
  Notes,
  Notices,
  People,
  SettingsState,
} from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { useStore } from 'zustand';
import { useDrawnCalls, useEngine } from './EngineContext.tsx';

/** Who this tab is signed in as. */
export function useAccount(): Account {
  return useStore(useEngine().account);
}

/** Who may go on in this browser without typing a name. */
export function useRemembered(): readonly Person[] {
  return useStore(useEngine().remembered);
}

/** Who is signed in in this tab, if anybody is. */
export function useMe(): Person | undefined {
  const account = useAccount();
  return account.state === 'signedIn' ? account.me : undefined;
}

/** How this tab stands to the server. */
export function useConnection(): Connection {
  return useStore(useEngine().connection);
}

/** The calls of this device, and whether one can be placed. */
export function useCalls(): CallScreen {
  return useStore(useDrawnCalls());
}

export function useHistory(): History {
  return useStore(useEngine().history);
}

/** Messages with people, and what is on its way. */
export function useConversations(): Conversations {
  return useStore(useEngine().conversations);
}

/** Notes with people, and what is on its way. */
export function useNotes(): Notes {
  return useStore(useEngine().notes);
}

export function usePeople(): People {
  return useStore(useEngine().people);
}

/** What the user has set. */
export function useSettings(): SettingsState {
  return useStore(useEngine().settings);
}

/** Missed calls that are still told. */
export function useNotices(): Notices {
  return useStore(useEngine().notices);
}
