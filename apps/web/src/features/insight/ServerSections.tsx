import type { FigureName } from '@ringback/protocol';
import { QuantileNumbers } from './CallSections.tsx';
import { BarChart } from './Chart.tsx';
import styles from './InsightPage.module.css';
import { sum, type Figures } from './insightModel.ts';
import { bytesText, labelText, numberText, pushText, text } from './insightText.ts';
import { Breakdown, Card, Numbers, timeTextFor } from './parts.tsx';

/** How the server itself does. */
export function ServerSections({ figures }: { readonly figures: Figures }) {
  return (
    <div className={styles['cards']}>
      <RelayCard figures={figures} />
      <Card title={text.sockets} help={text.socketsHelp}>
        <SumChart figures={figures} figure="sockets" label={text.sockets} valueText={numberText} />
      </Card>
      <Card title={text.errors}>
        <Breakdown label={text.errors} counts={figures.total('error')} textOf={labelText} />
      </Card>
      <Card title={text.requests}>
        <QuantileNumbers figures={figures} figure="request" />
        <h3>{text.slow}</h3>
        <p className={styles['help']}>{text.slowHelp}</p>
        <Breakdown label={text.slow} counts={figures.total('slow')} textOf={(name) => name} />
      </Card>
      <Card title={text.pushes} help={text.pushesHelp}>
        <Breakdown label={text.pushes} counts={figures.total('push')} textOf={pushText} />
      </Card>
    </div>
  );
}

function RelayCard({ figures }: { readonly figures: Figures }) {
  const used = figures.peak('relayAllocations');
  const limit = figures.insight.relay?.allocations;
  return (
    <Card title={text.relay}>
      <Numbers
        items={[
          [text.relayed, bytesText(sum(figures.total('relayBytes')))],
          [text.relayPeak, limit === undefined ? text.relayUsed(used) : text.relayOf(used, limit)],
          [text.relayRefused, numberText(sum(figures.total('relayRefused')))],
        ]}
      />
      <SumChart figures={figures} figure="relayBytes" label={text.relayed} valueText={bytesText} />
    </Card>
  );
}

function SumChart({
  figures,
  figure,
  label,
  valueText,
}: {
  readonly figures: Figures;
  readonly figure: FigureName;
  readonly label: string;
  readonly valueText: (value: number) => string;
}) {
  const values = figures.times.map((time) => sum(figures.at(figure, time)));
  return (
    <BarChart
      label={label}
      times={figures.times}
      timeText={timeTextFor(figures)}
      valueText={valueText}
      series={[{ label, tone: 'good', values }]}
    />
  );
}
