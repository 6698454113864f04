import type { CurrentCall, QualityLook } from '@ringback/client';
import { useEffect, useRef, type RefObject } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { text } from '../text/callText.ts';
import styles from './CallDetails.module.css';
import { chartPath, chartSize, chartTop, recentLooks, type Series } from './chartPath.ts';

interface Chart extends Series {
  readonly title: string;
  /** The least top of the chart, in its unit. */
  readonly least: number;
  readonly unit: string;
}

const charts: readonly Chart[] = [
  {
    title: 'Lost packets',
    unit: '%',
    least: 10,
    incoming: ({ mine }) => mine.loss * 100,
    outgoing: ({ theirs }) => theirs && theirs.loss * 100,
  },
  { title: 'Round trip', unit: 'ms', least: 200, incoming: ({ mine }) => mine.roundTripMs },
  {
    title: 'Bit rate',
    unit: 'kbit/s',
    least: 100,
    incoming: ({ mine }) => mine.kbpsIn,
    outgoing: ({ mine }) => mine.kbpsOut,
  },
];

/** What was measured in the call, live. The numbers go straight into the document: none renders a component. */
export function CallDetails({ call }: { readonly call: CurrentCall }) {
  const { callQuality } = useEngine();
  const partRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const draw = (): void => drawAll(partRef, callQuality.looks(call.id));
    draw();
    return callQuality.subscribe(draw);
  }, [callQuality, call.id]);
  return (
    <div ref={partRef} className={styles['details']}>
      <p className={styles['legend']}>
        <span data-line="incoming">To you</span>
        <span data-line="outgoing">From you</span>
      </p>
      {charts.map((chart) => (
        <ChartFigure key={chart.title} title={chart.title} />
      ))}
      <dl className={styles['facts']}>
        <dt>Route</dt>
        <dd>{call.route === null ? 'Not known yet' : routeWords(call.route)}</dd>
        <dt>Codecs</dt>
        <dd data-fact="codecs" />
        <dt>Your pictures</dt>
        <dd data-fact="limits" />
      </dl>
    </div>
  );
}

function routeWords({ path, transport }: NonNullable<CurrentCall['route']>): string {
  return `${text.route[path].word}, ${transport.toUpperCase()}`;
}

function ChartFigure({ title }: { readonly title: string }) {
  const { width, height } = chartSize;
  return (
    <figure className={styles['chart']} data-chart={title}>
      <figcaption>
        <span>{title}</span> <span data-value="" />
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path data-line="outgoing" />
        <path data-line="incoming" />
      </svg>
    </figure>
  );
}

function drawAll(partRef: RefObject<HTMLDivElement | null>, all: readonly QualityLook[]): void {
  const part = partRef.current;
  const looks = recentLooks(all);
  if (part === null) return;
  for (const chart of charts) drawChart(part, chart, looks);
  const last = looks.at(-1);
  setText(part, '[data-fact="codecs"]', codecsText(last));
  setText(part, '[data-fact="limits"]', limitsText(last));
}

function drawChart(part: HTMLElement, chart: Chart, looks: readonly QualityLook[]): void {
  const figure = part.querySelector<HTMLElement>(`[data-chart="${chart.title}"]`);
  if (figure === null) return;
  const top = chartTop(looks, chart, chart.least);
  for (const line of ['incoming', 'outgoing'] as const) {
    const valueOf = chart[line];
    const path = valueOf === undefined ? '' : chartPath(looks, valueOf, top);
    figure.querySelector(`path[data-line="${line}"]`)?.setAttribute('d', path);
  }
  setText(figure, '[data-value]', valueText(chart, looks.at(-1)));
}

function setText(within: HTMLElement, selector: string, words: string): void {
  const element = within.querySelector(selector);
  if (element !== null && element.textContent !== words) element.textContent = words;
}

function valueText({ incoming, outgoing, unit }: Chart, look: QualityLook | undefined): string {
  const values = look === undefined ? [] : [incoming(look), outgoing?.(look)];
  const known = values.filter((value) => value !== undefined).map((value) => Math.round(value));
  return known.length === 0 ? 'Measuring…' : `${known.join(' / ')} ${unit}`;
}

function codecsText(look: QualityLook | undefined): string {
  const names = look === undefined ? [] : [look.codecs.audio, look.codecs.video];
  return names.filter((name) => name !== undefined).join(', ') || 'Not known yet';
}

function limitsText(look: QualityLook | undefined): string {
  switch (look?.mine.camera?.limitedBy) {
    case undefined:
      return 'None sent';
    case 'none':
      return 'Full quality';
    case 'cpu':
      return 'Reduced: this computer is busy';
    case 'bandwidth':
      return 'Reduced: the network is too slow';
    case 'other':
      return 'Reduced';
  }
}
