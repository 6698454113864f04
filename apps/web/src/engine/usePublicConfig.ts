import type { PublicConfig } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from './EngineContext.tsx';

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
