import { quantile, type DurationFigure } from '@ringback/protocol';
import { BarChart, LineChart, type Series, type Tone } from './Chart.tsx';
import styles from './InsightPage.module.css';
import { outcomes, outcomesOf, sum, type Figures, type Outcome } from './insightModel.ts';
import { durationText, labelText, numberText, outcomeText, percentText, text } from './insightText.ts';
import { Breakdown, Card, Numbers, timeTextFor } from './parts.tsx';

/** What became of the calls. */
export function CallSections({ figures }: { readonly figures: Figures }) {
  return (
    <>
      <Summary figures={figures} />
      <div className={styles['cards']}>
        <CallsCard figures={figures} />
        <Card title={text.ends}>
          <Breakdown label={text.ends} counts={figures.total('ended')} textOf={labelText} />
        </Card>
        <DurationCard figures={figures} figure="placeToRing" title={text.toRing} help={text.toRingHelp} />
        <DurationCard figures={figures} figure="answerToMedia" title={text.toMedia} help={text.toMediaHelp} />
        <Card title={text.routes} help={text.routesHelp}>
          <Breakdown label={text.routes} counts={figures.total('route')} textOf={labelText} />
        </Card>
        <QualityCard figures={figures} />
      </div>
    </>
  );
}

function Summary({ figures }: { readonly figures: Figures }) {
  const ended = figures.total('ended');
  const { talked, missed, failed } = outcomesOf(ended);
  const all = sum(ended);
  const share = (part: number): string => `${numberText(part)} (${percentText(part, all)})`;
  return (
    <Numbers
      items={[
        [text.placed, numberText(sum(figures.total('placed')))],
        [text.answered, share(talked)],
        [text.missed, share(missed)],
        [text.failed, share(failed)],
        [text.ringSummary, durationText(figures.quantile('placeToRing', 0.95))],
        [text.mediaSummary, durationText(figures.quantile('answerToMedia', 0.95))],
      ]}
    />
  );
}

const tones: { readonly [O in Outcome]: Tone } = {
  talked: 'good',
  missed: 'warn',
  declined: 'neutral',
  failed: 'bad',
};

function CallsCard({ figures }: { readonly figures: Figures }) {
  const steps = figures.times.map((time) => outcomesOf(figures.at('ended', time)));
  const series: Series[] = outcomes.map((outcome) => ({
    label: outcomeText[outcome],
    tone: tones[outcome],
    values: steps.map((counts) => counts[outcome]),
  }));
  return (
    <Card title={text.calls} help={text.callsHelp}>
      <BarChart
        label={text.callsOver}
        times={figures.times}
        timeText={timeTextFor(figures)}
        valueText={numberText}
        series={series}
      />
    </Card>
  );
}

const quantiles = [
  { label: text.p50, share: 0.5, tone: 'good' },
  { label: text.p95, share: 0.95, tone: 'warn' },
  { label: text.p99, share: 0.99, tone: 'bad' },
] as const;

function DurationCard({
  figures,
  figure,
  title,
  help,
}: {
  readonly figures: Figures;
  readonly figure: DurationFigure;
  readonly title: string;
  readonly help: string;
}) {
  const series: Series[] = quantiles.map(({ label, share, tone }) => ({
    label,
    tone,
    values: figures.times.map((time) => quantile(share, figures.at(figure, time))),
  }));
  return (
    <Card title={title} help={help}>
      <QuantileNumbers figures={figures} figure={figure} />
      <LineChart
        label={title}
        times={figures.times}
        timeText={timeTextFor(figures)}
        valueText={durationText}
        series={series}
      />
    </Card>
  );
}

export function QuantileNumbers({
  figures,
  figure,
}: {
  readonly figures: Figures;
  readonly figure: DurationFigure;
}) {
  return (
    <Numbers
      items={quantiles.map(({ label, share }) => [label, durationText(figures.quantile(figure, share))])}
    />
  );
}

function QualityCard({ figures }: { readonly figures: Figures }) {
  return (
    <Card title={text.quality} help={text.qualityHelp}>
      <Breakdown label={text.quality} counts={figures.total('interrupted')} textOf={labelText} />
      <Numbers
        items={[
          [text.gap, durationText(figures.quantile('gap', 0.95))],
          [text.shortAgain, numberText(sum(figures.total('shortAgain')))],
        ]}
      />
      <p className={styles['help']}>{text.shortAgainHelp}</p>
    </Card>
  );
}
