import type { CallScreen, Engine, Readable } from '@ringback/client';
import { createContext, use, useState, type ReactNode } from 'react';
import { drawnCalls } from './drawnCalls.ts';

const EngineContext = createContext<Engine | null>(null);
const DrawnCallsContext = createContext<Readable<CallScreen> | null>(null);

/** Gives all screens below it the one engine of this page. */
export function EngineProvider({
  engine,
  children,
}: {
  readonly engine: Engine;
  readonly children: ReactNode;
}) {
  const [calls] = useState(() => drawnCalls(engine.calls));
  return (
    <EngineContext value={engine}>
      <DrawnCallsContext value={calls}>{children}</DrawnCallsContext>
    </EngineContext>
  );
}

/** The engine of this page: its actions. What changes is read by the hooks beside. */
export function useEngine(): Engine {
  const engine = use(EngineContext);
  if (engine === null) throw new Error('Screens are drawn inside an EngineProvider.');
  return engine;
}

/** The calls of this device, as screens show them. */
export function useDrawnCalls(): Readable<CallScreen> {
  const calls = use(DrawnCallsContext);
  if (calls === null) throw new Error('Screens are drawn inside an EngineProvider.');
  return calls;
}
