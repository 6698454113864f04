import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Notifier } from './notifier.ts';
import type { Notifying } from './notifying.ts';

const NotifierContext = createContext<Notifier | null>(null);

/** Gives all screens below it the one notifier of this page. */
export function NotifierProvider({
  notifier,
  children,
}: {
  readonly notifier: Notifier;
  readonly children: ReactNode;
}) {
  return <NotifierContext value={notifier}>{children}</NotifierContext>;
}

/** Whether the system tells the user of calls and messages. */
export function useNotifying(): Notifying {
  const notifier = use(NotifierContext);
  if (notifier === null) throw new Error('Screens are drawn inside a NotifierProvider.');
  return useStore(notifier);
}
