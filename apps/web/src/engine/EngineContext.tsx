import type { Engine } from '@ringback/client';
import { createContext, use, type ReactNode } from 'react';

const EngineContext = createContext<Engine | null>(null);

/** Gives all screens below it the one engine of this page. */
export function EngineProvider({
  engine,
  children,
}: {
  readonly engine: Engine;
  readonly children: ReactNode;
}) {
  return <EngineContext value={engine}>{children}</EngineContext>;
}

/** The engine of this page: its actions. What changes is read by the hooks beside. */
export function useEngine(): Engine {
  const engine = use(EngineContext);
  if (engine === null) throw new Error('Screens are drawn inside an EngineProvider.');
  return engine;
}
