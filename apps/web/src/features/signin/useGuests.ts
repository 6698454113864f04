import type { PublicConfig } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';

/**
 * How this server lets guests in; undefined until it has said so. Where it cannot be asked a name can be typed all the
 * same: signing in then says what is wrong.
 */
export function useGuests(): PublicConfig['guests'] | undefined {
  const engine = useEngine();
  const [guests, setGuests] = useState<PublicConfig['guests']>();
  useEffect(() => {
    async function ask() {
      const result = await engine.fetchConfig();
      if (result.ok) setGuests(result.data.guests);
    }
    void ask();
  }, [engine]);
  return guests;
}
