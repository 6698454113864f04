import { useId, type ReactNode } from 'react';
import styles from './InsightPage.module.css';
import { sum, type Counts, type Figures } from './insightModel.ts';
import { numberText, percentText, text } from './insightText.ts';

/** One subject: its name, what the numbers mean, and the numbers. */
export function Card({
  title,
  help,
  children,
}: {
  readonly title: string;
  readonly help?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles['card']}>
      <h2 id={id}>{title}</h2>
      {help !== undefined && <p className={styles['help']}>{help}</p>}
      {children}
    </section>
  );
}

/** Single numbers with their names. */
export function Numbers({ items }: { readonly items: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className={styles['numbers']}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A table of what was counted by its label, the most frequent first. */
export function Breakdown({
  label,
  counts,
  textOf,
}: {
  readonly label: string;
  readonly counts: Counts;
  readonly textOf: (label: string) => string;
}) {
  const total = sum(counts);
  if (total === 0) return <p className={styles['help']}>{text.nothing}</p>;
  return (
    <table className={styles['breakdown']} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{text.whatColumn}</th>
          <th scope="col">{text.countColumn}</th>
          <th scope="col">{text.shareColumn}</th>
        </tr>
      </thead>
      <tbody>
        {[...counts].map(([each, count]) => (
          <tr key={each}>
            <th scope="row">{textOf(each)}</th>
            <td>{numberText(count)}</td>
            <td>{percentText(count, total)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How the beginning of a step reads: the time of day, or the day where a step is a day. */
export function timeTextFor({ insight: { from, to, stepMs } }: Figures): (time: number) => string {
  const dayMs = 24 * 60 * 60 * 1000;
  const format = new Intl.DateTimeFormat('en-US', {
    ...(to - from > 2 * dayMs && { month: 'short', day: 'numeric' }),
    ...(stepMs < dayMs && { hour: 'numeric', minute: '2-digit' }),
  });
  return (time) => format.format(time);
}
