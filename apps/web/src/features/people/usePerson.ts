import type { Person, Result, UserId } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection, usePeople } from '../../engine/storeHooks.ts';

type Answer =
  | { readonly state: 'loading' }
  | { readonly state: 'known'; readonly person: Person }
  | { readonly state: 'notFound' }
  | { readonly state: 'failed'; readonly message: string };

/** A person by their id: from the known people, otherwise from the server. `load` asks the server again. */
export function usePerson(userId: UserId): { readonly answer: Answer; readonly load: () => Promise<void> } {
  const engine = useEngine();
  const { state: connection } = useConnection();
  const [answer, setAnswer] = useState<Answer>({ state: 'loading' });
  const knownPerson = usePeople(({ known }) => known.find(({ id }) => id === userId));
  const mustLoad = knownPerson === undefined && connection === 'online';
  useEffect(() => {
    async function loadNow() {
      setAnswer(answerFrom(await engine.people.person(userId)));
    }
    if (mustLoad) void loadNow();
  }, [engine, userId, mustLoad]);
  return {
    answer: knownPerson === undefined ? answer : { state: 'known', person: knownPerson },
    load: async () => setAnswer(answerFrom(await engine.people.person(userId))),
  };
}

function answerFrom(result: Result<Person>): Answer {
  if (result.ok) return { state: 'known', person: result.data };
  if (result.error.code === 'notFound') return { state: 'notFound' };
  return { state: 'failed', message: result.error.message };
}
