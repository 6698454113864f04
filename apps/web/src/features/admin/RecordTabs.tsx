import type { AuditEntry } from '@ringback/protocol';
import { useState } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { useMinute } from '../../ui/time/clocks.ts';
import { formatWhen } from '../../ui/time/formatTime.ts';
import styles from './AdminPage.module.css';
import { auditText, text } from './adminText.ts';
import { Fact } from './PersonPanel.tsx';
import { Answered, useAnswer } from './useAdmin.tsx';

/** What happened, the latest first. */
export function AuditTab() {
  const [days, setDays] = useState(7);
  const [after, setAfter] = useState<string>();
  const answer = useAnswer('audit', { days, ...(after !== undefined && { after }) });
  return (
    <div className={styles['column']}>
      <label className={styles['field']}>
        {text.audit.days}
        <select
          value={days}
          onChange={(event) => {
            setDays(Number(event.target.value));
            setAfter(undefined);
          }}
        >
          {[1, 7, 30, 90].map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </label>
      <Answered answer={answer}>
        {({ entries, next }) => (
          <>
            {entries.length === 0 && <p className={styles['soft']}>{text.audit.none}</p>}
            <ul aria-label={text.audit.list} className={styles['list']}>
              {entries.map((entry) => (
                <li key={entry.id} className={styles['item']}>
                  <AuditLine entry={entry} />
                </li>
              ))}
            </ul>
            {next !== undefined && <Button onClick={() => setAfter(next)}>{text.more}</Button>}
          </>
        )}
      </Answered>
    </div>
  );
}

function AuditLine({ entry: { at, kind, userId, address, count } }: { readonly entry: AuditEntry }) {
  const now = useMinute();
  return (
    <p>
      <span className={styles['name']}>
        {auditText(kind)}
        {count > 1 && `, ${text.audit.times(count)}`}
      </span>
      <span className={styles['about']}>
        <time dateTime={new Date(at).toISOString()}>{formatWhen(at, now)}</time>
        {userId !== undefined && (
          <>
            {' · '}
            <code>{userId}</code>
          </>
        )}
        {address !== undefined && ` · ${text.audit.from} ${address}`}
      </span>
    </p>
  );
}

/** The name of a limit in words: "Places per minute". */
function limitName(limit: string): string {
  const words = limit.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The limits in effect, and who uses most of theirs. */
export function LimitsTab() {
  const answer = useAnswer('limits', {});
  return (
    <Answered answer={answer}>
      {({ limits, top }) => (
        <div className={styles['column']}>
          <section className={styles['sessions']}>
            <h2>{text.limits.top}</h2>
            {top.length === 0 && <p className={styles['soft']}>{text.limits.none}</p>}
            <ul aria-label={text.limits.top} className={styles['list']}>
              {top.map(({ userId, used }) => (
                <li key={userId} className={styles['item']}>
                  <code>{userId}</code>
                  <span>{Math.round(used * 100)} %</span>
                </li>
              ))}
            </ul>
          </section>
          <section className={styles['sessions']}>
            <h2>{text.limits.list}</h2>
            <p className={styles['soft']}>{text.limits.help}</p>
            <dl className={styles['facts']}>
              {Object.entries(limits).map(([name, value]) => (
                <Fact key={name} label={limitName(name)}>
                  {value}
                </Fact>
              ))}
            </dl>
          </section>
        </div>
      )}
    </Answered>
  );
}
