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
  UnblockQuestion,
} from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { useStore } from 'zustand';
import { useCallStore, useEngine } from './EngineContext.tsx';

/*
 * The engine's stores as hooks. Stores with many readers take a selector, and a component renders again only when the
 * selected part is another object. So select what the store holds, and create nothing in the selector.
 */

/** The account that this tab is signed in with. */
export function useAccount(): Account {
  return useStore(useEngine().account);
}

/** The accounts that this browser remembers; they sign in without typing a name. */
export function useRemembered(): readonly Person[] {
  return useStore(useEngine().account.remembered);
}

/** The state of the connection to the server. */
export function useConnection(): Connection {
  return useStore(useEngine().connection);
}

/** A part of the calls of this device. */
export function useCalls<Part>(select: (calls: CallScreen) => Part): Part {
  return useStore(useCallStore(), select);
}

/** Whether to unblock the callee of a call that the user wants to place. */
export function useUnblockQuestion(): UnblockQuestion | null {
  return useStore(useEngine().unblockPrompt);
}

/** A part of the call history. */
export function useHistory<Part>(select: (history: History) => Part): Part {
  return useStore(useEngine().history, select);
}

/** A part of the conversations: messages, and drafts that are not sent yet. */
export function useConversations<Part>(select: (conversations: Conversations) => Part): Part {
  return useStore(useEngine().conversations, select);
}

/** A part of the notes: those that were left, and drafts that are not sent yet. */
export function useNotes<Part>(select: (notes: Notes) => Part): Part {
  return useStore(useEngine().notes, select);
}

/** A part of the known people. */
export function usePeople<Part>(select: (people: People) => Part): Part {
  return useStore(useEngine().people, select);
}

/** The user's settings. */
export function useSettings(): SettingsState {
  return useStore(useEngine().settings);
}

/** Missed calls that the user has not handled. */
export function useNotices(): Notices {
  return useStore(useEngine().notices);
}
