import type { CallRecord, Entry, Result } from '@ringback/protocol';
import {
  BellRing,
  Cable,
  CircleSlash,
  DoorOpen,
  Phone,
  PhoneCall,
  PhoneOff,
  RotateCcw,
  Shuffle,
  Unplug,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useAccount, useConnection } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { text } from '../entries/historyText.ts';
import styles from './CallTimeline.module.css';
import { timelineOf, type LineSubject, type TimelineLine } from './timelineText.ts';

/** How a call went, line by line; says so where it cannot be known now. */
export function Timeline({ entry }: { readonly entry: Entry }) {
  const { answer, ask } = useRecord(entry);
  const { state: connection } = useConnection();
  return (
    <section className={styles['timeline']} aria-label={text.timeline.title}>
      <h2 className={styles['title']}>{text.timeline.title}</h2>
      {answer === undefined && (
        <p>{connection === 'online' ? text.timeline.loading : text.timeline.offline}</p>
      )}
      {answer?.ok === false && <Unknown code={answer.error.code} onRetry={() => void ask()} />}
      {answer?.ok === true && <Lines record={answer.data} entry={entry} />}
    </section>
  );
}

/** Asks for a call's record whenever the server is there (again). */
function useRecord({ callId }: Entry): {
  readonly answer: Result<CallRecord> | undefined;
  readonly ask: () => Promise<void>;
} {
  const engine = useEngine();
  const { state: connection } = useConnection();
  const [answer, setAnswer] = useState<Result<CallRecord>>();
  useEffect(() => {
    let isCurrent = true;
    async function askAtOnce() {
      const result = await engine.callRecord(callId);
      if (isCurrent) setAnswer(result);
    }
    if (connection === 'online') void askAtOnce();
    return () => {
      isCurrent = false;
    };
  }, [engine, callId, connection]);
  return { answer, ask: async () => setAnswer(await engine.callRecord(callId)) };
}

function Unknown({ code, onRetry }: { readonly code: string; readonly onRetry: () => void }) {
  if (code === 'notFound') return <p>{text.timeline.nothing}</p>;
  return (
    <>
      <p>{text.timeline.failed}</p>
      <Button onClick={onRetry}>{text.retry}</Button>
    </>
  );
}

function Lines({ record, entry }: { readonly record: CallRecord; readonly entry: Entry }) {
  const account = useAccount();
  const myDeviceId = account.state === 'signedIn' ? account.deviceId : undefined;
  return (
    <>
      <ol className={styles['lines']}>
        {timelineOf(record, entry, myDeviceId).map((line) => (
          <Line key={`${line.atMs} ${line.text}`} line={line} />
        ))}
      </ol>
      {record.dropped > 0 && <p className={styles['rest']}>{text.timeline.dropped(record.dropped)}</p>}
    </>
  );
}

const icons: { readonly [S in LineSubject]: LucideIcon } = {
  placed: PhoneCall,
  rang: BellRing,
  answered: Phone,
  connected: Cable,
  switched: Shuffle,
  reconnected: Cable,
  failed: CircleSlash,
  broken: Unplug,
  away: DoorOpen,
  back: RotateCcw,
  ended: PhoneOff,
};

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

function Line({ line: { atMs, subject, text: words, more } }: { readonly line: TimelineLine }) {
  const Icon = icons[subject];
  return (
    <li className={styles['line']} data-subject={subject}>
      <span className={styles['icon']}>
        <Icon aria-hidden="true" size={15} />
      </span>
      <p>{words}</p>
      <time dateTime={new Date(atMs).toISOString()}>{clock.format(atMs)}</time>
      {more !== undefined && <p className={styles['more']}>{more}</p>}
    </li>
  );
}
