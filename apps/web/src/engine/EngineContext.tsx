import type { CallScreen, Engine, ReadonlyStore } from '@ringback/client';
import type { PublicConfig } from '@ringback/protocol';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { holdWhileInputsOpen } from './holdWhileInputsOpen.ts';

interface Provided {
  readonly engine: Engine;
  readonly callStore: ReadonlyStore<CallScreen>;
}

const EngineContext = createContext<Provided | null>(null);

/** Gives the components below it the engine of this page. */
export function EngineProvider({
  engine,
  children,
}: {
  readonly engine: Engine;
  readonly children: ReactNode;
}) {
  const [provided] = useState(() => ({ engine, callStore: holdWhileInputsOpen(engine.calls) }));
  return <EngineContext value={provided}>{children}</EngineContext>;
}

function useProvided(): Provided {
  const provided = use(EngineContext);
  if (provided === null) throw new Error('This component needs an EngineProvider around it.');
  return provided;
}

/** The engine of this page, for its actions. Its state is read by the hooks of `storeHooks.ts`. */
export function useEngine(): Engine {
  return useProvided().engine;
}

/** The calls of this device as screens show them. */
export function useCallStore(): ReadonlyStore<CallScreen> {
  return useProvided().callStore;
}

/**
 * How this server admits guests and who runs it; undefined until it has answered. If it is unreachable, people can still
 * type a name, and signing in says what is wrong.
 */
export function usePublicConfig(): PublicConfig | undefined {
  const engine = useEngine();
  const [config, setConfig] = useState<PublicConfig>();
  useEffect(() => {
    async function load() {
      const result = await engine.account.fetchConfig();
      if (result.ok) setConfig(result.data);
    }
    void load();
  }, [engine]);
  return config;
}
