import type { Person, Result, UserId } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection, usePeople } from '../../engine/storeHooks.ts';

type Answer =
  | { readonly state: 'loading' }
  | { readonly state: 'known'; readonly person: Person }
  | { readonly state: 'nobody' }
  | { readonly state: 'failed'; readonly message: string };

/** Someone by their id: at once where one knows them, else by asking the server. `ask` asks once more. */
export function usePerson(userId: UserId): { readonly answer: Answer; readonly ask: () => Promise<void> } {
  const engine = useEngine();
  const { state: connection } = useConnection();
  const [answer, setAnswer] = useState<Answer>({ state: 'loading' });
  const friend = usePeople(({ known }) => known.find(({ id }) => id === userId));
  const mustAsk = friend === undefined && connection === 'online';
  useEffect(() => {
    async function askAtOnce() {
      setAnswer(answerFrom(await engine.person(userId)));
    }
    if (mustAsk) void askAtOnce();
  }, [engine, userId, mustAsk]);
  return {
    answer: friend === undefined ? answer : { state: 'known', person: friend },
    ask: async () => setAnswer(answerFrom(await engine.person(userId))),
  };
}

function answerFrom(result: Result<Person>): Answer {
  if (result.ok) return { state: 'known', person: result.data };
  if (result.error.code === 'notFound') return { state: 'nobody' };
  return { state: 'failed', message: result.error.message };
}
