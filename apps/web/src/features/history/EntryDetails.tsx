import type { CallId, Entry } from '@ringback/protocol';
import { ArrowLeft, Phone, Trash2, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useCalls } from '../../engine/hooks.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { spokenDuration } from '../../ui/duration.ts';
import { Empty } from '../../ui/Empty.tsx';
import { whyNotPlace } from '../../words/cannotPlace.ts';
import styles from './EntryDetails.module.css';
import { causeText } from './entryText.ts';
import { Outcome } from './Outcome.tsx';
import { text } from './text.ts';
import { useEntry } from './useEntry.ts';

/** All that is known of one call. */
export function EntryDetails({ callId }: { readonly callId: CallId }) {
  const lookup = useEntry(callId);
  switch (lookup) {
    case 'loading':
      return <p className={styles['note']}>{text.loading}</p>;
    case 'failed':
      return <Failed />;
    case 'unknown':
      return (
        <Empty title={text.unknown.title}>
          <p>{text.unknown.help}</p>
        </Empty>
      );
    default:
      return <Card entry={lookup} />;
  }
}

function Failed() {
  const engine = useEngine();
  return (
    <Empty
      title={text.failed}
      action={<Button onClick={() => void engine.loadHistory('all')}>{text.retry}</Button>}
    />
  );
}

function Card({ entry }: { readonly entry: Entry }) {
  const { peer } = entry;
  return (
    <article className={styles['card']}>
      <Link href="/calls" aria-label="Back" className={styles['back'] ?? ''}>
        <ArrowLeft aria-hidden="true" size={20} />
      </Link>
      <header className={styles['header']}>
        <Avatar person={peer} size="large" />
        <h1 className={styles['name']}>
          <Link href={`/people/${peer.id}`}>{peer.name}</Link>
        </h1>
        <Outcome entry={entry} />
      </header>
      <Facts entry={entry} />
      <Actions entry={entry} />
    </article>
  );
}

function Facts({ entry }: { readonly entry: Entry }) {
  const why = causeText(entry);
  return (
    <dl className={styles['facts']}>
      <Fact name={text.facts.placed}>
        <Moment timeMs={entry.placedAt} />
      </Fact>
      <Fact name={text.facts.ended}>
        <Moment timeMs={entry.endedAt} />
      </Fact>
      {entry.label === 'answered' && (
        <Fact name={text.facts.duration}>{spokenDuration(entry.durationMs ?? 0)}</Fact>
      )}
      {why !== undefined && <Fact name={text.facts.why}>{why}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

function Moment({ timeMs }: { readonly timeMs: number }) {
  return <time dateTime={new Date(timeMs).toISOString()}>{moment.format(timeMs)}</time>;
}

function Actions({ entry }: { readonly entry: Entry }) {
  const engine = useEngine();
  const calls = useCalls();
  const [, navigate] = useLocation();
  const reason = whyNotPlace(calls);
  return (
    <div className={styles['actions']}>
      <Button
        tone="primary"
        icon={entry.media === 'video' ? Video : Phone}
        disabled={reason !== undefined}
        title={reason}
        onClick={() => calls.place?.(entry.peer, entry.media)}
      >
        {entry.direction === 'incoming' ? text.callBack : text.callAgain}
      </Button>
      <Button
        icon={Trash2}
        onClick={() => {
          void engine.deleteEntries([entry.callId]);
          navigate('/calls', { replace: true });
        }}
      >
        {text.deleteThis}
      </Button>
    </div>
  );
}
