import type { HeardGreeting } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { NotePlayer } from './NotePlayer.tsx';
import { text } from './text.ts';
import styles from './TheirGreeting.module.css';

/** Plays what the one says who did not answer a call, if anything. */
export function TheirGreeting({ callId, name }: { readonly callId: CallId; readonly name: string }) {
  const engine = useEngine();
  const [greeting, setGreeting] = useState<HeardGreeting | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    const fetchIt = async (): Promise<void> => {
      const heard = await engine.greetingAfter(callId);
      if (isWanted && heard.ok) setGreeting(heard.data);
    };
    void fetchIt();
    return () => {
      isWanted = false;
    };
  }, [engine, callId]);
  if (greeting === undefined) return null;
  return (
    <section aria-label={text.greeting.of(name)} className={styles['greeting']}>
      <h3 className={styles['heading']}>{text.greeting.of(name)}</h3>
      <GreetingPlayer greeting={greeting} isAutomatic />
    </section>
  );
}

/** Plays a greeting. */
export function GreetingPlayer({
  greeting: { blob, durationMs, peaks },
  isAutomatic = false,
}: {
  readonly greeting: HeardGreeting;
  readonly isAutomatic?: boolean;
}) {
  return (
    <NotePlayer
      recording={{ media: 'audio', durationMs, peaks }}
      label={text.greeting.heading}
      load={() => Promise.resolve({ kind: 'here', blob })}
      isAutomatic={isAutomatic}
    />
  );
}
