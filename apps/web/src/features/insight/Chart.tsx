import { useId } from 'react';
import { classNames } from '../../ui/styles/classNames.ts';
import styles from './Chart.module.css';
import { text } from './insightText.ts';

/** The colors of series, by what they mean. */
export type Tone = 'good' | 'warn' | 'neutral' | 'bad';

export interface Series {
  readonly label: string;
  readonly tone: Tone;
  /** One value for each time. */
  readonly values: readonly (number | undefined)[];
}

interface ChartProps {
  /** The name of the table behind the chart. */
  readonly label: string;
  readonly times: readonly number[];
  readonly timeText: (time: number) => string;
  readonly valueText: (value: number) => string;
  readonly series: readonly Series[];
}

const width = 300;
const height = 96;
const gap = 1.5;

/** Stacked bars, one for each step. Screen readers get a table instead. */
export function BarChart(props: ChartProps) {
  const { times, series, valueText, timeText } = props;
  const totals = times.map((_, step) => series.reduce((sum, { values }) => sum + (values[step] ?? 0), 0));
  const most = Math.max(...totals, 1);
  const slot = width / times.length;
  const bars = times.flatMap((time, step) => {
    let top = height;
    return series.map(({ label, tone, values }) => {
      const value = values[step] ?? 0;
      const barHeight = (value / most) * height;
      top -= barHeight;
      if (value === 0) return null;
      return (
        <rect
          key={`${time} ${label}`}
          className={styles[tone]}
          x={step * slot + gap / 2}
          y={top}
          width={Math.max(slot - gap, 0.5)}
          height={barHeight}
        >
          <title>{`${timeText(time)}, ${label}: ${valueText(value)}`}</title>
        </rect>
      );
    });
  });
  return (
    <ChartFrame {...props} most={most}>
      {bars}
    </ChartFrame>
  );
}

/** A line for each series. Where there is no value, the line has a gap. */
export function LineChart(props: ChartProps) {
  const { times, series } = props;
  const all = series.flatMap(({ values }) => values.flatMap((value) => value ?? []));
  const most = Math.max(...all, 1);
  const slot = width / times.length;
  return (
    <ChartFrame {...props} most={most}>
      {series.map(({ label, tone, values }) => (
        <path
          key={label}
          className={classNames(styles['line'], styles[tone])}
          d={pathOf(values, slot, most)}
        />
      ))}
    </ChartFrame>
  );
}

/** A value without neighbors is a short stroke, which would else have no length. */
function pathOf(values: readonly (number | undefined)[], slot: number, most: number): string {
  const parts: string[] = [];
  values.forEach((value, step) => {
    if (value === undefined) return;
    const [x, y] = [(step + 0.5) * slot, height - (value / most) * (height - 2) - 1];
    const isAlone = values[step - 1] === undefined && values[step + 1] === undefined;
    if (isAlone) parts.push(`M${x - slot / 3} ${y}H${x + slot / 3}`);
    else parts.push(`${values[step - 1] === undefined ? 'M' : 'L'}${x} ${y}`);
  });
  return parts.join('');
}

function ChartFrame({
  times,
  timeText,
  valueText,
  series,
  label,
  most,
  children,
}: ChartProps & { readonly most: number; readonly children: React.ReactNode }) {
  const [first = 0, last = first] = [times[0], times.at(-1)];
  return (
    <figure className={styles['figure']}>
      <div aria-hidden="true">
        <p className={styles['most']}>{valueText(most)}</p>
        <svg className={styles['plot']} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
          {children}
        </svg>
        <p className={styles['ends']}>
          <span>{timeText(first)}</span>
          <span>{timeText(last)}</span>
        </p>
        {series.length > 1 && <Legend series={series} />}
      </div>
      <ChartTable label={label} times={times} timeText={timeText} valueText={valueText} series={series} />
    </figure>
  );
}

function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <ul className={styles['legend']}>
      {series.map(({ label, tone }) => (
        <li key={label}>
          <span className={classNames(styles['swatch'], styles[tone])} />
          {label}
        </li>
      ))}
    </ul>
  );
}

function ChartTable({ label, times, timeText, valueText, series }: ChartProps) {
  const id = useId();
  return (
    <div className={styles['table']}>
      <table aria-labelledby={id}>
        <caption id={id}>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{text.whenColumn}</th>
            {series.map((each) => (
              <th key={each.label} scope="col">
                {each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, step) => (
            <tr key={time}>
              <th scope="row">{timeText(time)}</th>
              {series.map((each) => (
                <td key={each.label}>{cellText(each.values[step], valueText)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellText(value: number | undefined, valueText: (value: number) => string): string {
  return value === undefined ? '–' : valueText(value);
}
