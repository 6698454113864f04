import type { CallRecord, Entry, Result } from '@ringback/protocol';
import {
  BellRing,
  Cable,
  CircleSlash,
  DoorOpen,
  Pause,
  Phone,
  PhoneCall,
  PhoneOff,
  Play,
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
import { callTimeline, type TimelineRow, type TimelineSubject } from './timelineText.ts';
import { isolatePeer, Sentence } from '../../../ui/layout/Sentence.tsx';

/** How a call went, row by row; says so if that cannot be loaded now. */
export function CallTimeline({ entry }: { readonly entry: Entry }) {
  const { answer, load } = useRecord(entry);
  const { state: connection } = useConnection();
  return (
    <section className={styles['timeline']} aria-label={text.timeline.title}>
      <h2 className={styles['title']}>{text.timeline.title}</h2>
      {answer === undefined && (
        <p>{connection === 'online' ? text.timeline.loading : text.timeline.offline}</p>
      )}
      {answer?.ok === false && <Unknown code={answer.error.code} onRetry={() => void load()} />}
      {answer?.ok === true && <Rows record={answer.data} entry={entry} />}
    </section>
  );
}

/** Loads a call's record, and again whenever the connection comes back. */
function useRecord({ callId }: Entry): {
  readonly answer: Result<CallRecord> | undefined;
  readonly load: () => Promise<void>;
} {
  const engine = useEngine();
  const { state: connection } = useConnection();
  const [answer, setAnswer] = useState<Result<CallRecord>>();
  useEffect(() => {
    let isCurrent = true;
    async function loadNow() {
      const result = await engine.history.record(callId);
      if (isCurrent) setAnswer(result);
    }
    if (connection === 'online') void loadNow();
    return () => {
      isCurrent = false;
    };
  }, [engine, callId, connection]);
  return { answer, load: async () => setAnswer(await engine.history.record(callId)) };
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

function Rows({ record, entry }: { readonly record: CallRecord; readonly entry: Entry }) {
  const account = useAccount();
  const myDeviceId = account.state === 'signedIn' ? account.deviceId : undefined;
  return (
    <>
      <ol className={styles['rows']}>
        {callTimeline(record, isolatePeer(entry), myDeviceId).map((row) => (
          <Row key={`${row.atMs} ${row.text}`} row={row} />
        ))}
      </ol>
      {record.dropped > 0 && <p className={styles['dropped']}>{text.timeline.dropped(record.dropped)}</p>}
    </>
  );
}

const icons: { readonly [S in TimelineSubject]: LucideIcon } = {
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
  held: Pause,
  resumed: Play,
  ended: PhoneOff,
};

const timeFormat = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

function Row({ row: { atMs, subject, text: sentence, more } }: { readonly row: TimelineRow }) {
  const Icon = icons[subject];
  return (
    <li className={styles['row']} data-subject={subject}>
      <span className={styles['icon']}>
        <Icon aria-hidden="true" size={15} />
      </span>
      <p>
        <Sentence>{sentence}</Sentence>
      </p>
      <time dateTime={new Date(atMs).toISOString()}>{timeFormat.format(atMs)}</time>
      {more !== undefined && (
        <p className={styles['more']}>
          <Sentence>{more}</Sentence>
        </p>
      )}
    </li>
  );
}
