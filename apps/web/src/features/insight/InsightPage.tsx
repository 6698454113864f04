import type { Insight } from '@ringback/protocol';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { HostGate, HostPage, type LeaveHostPage } from '../../engine/HostGate.tsx';
import { useHostAnswer } from '../../engine/useHostAnswer.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { SegmentedField } from '../../ui/fields/SegmentedField.tsx';
import { ErrorText, Status } from '../../ui/layout/AccessibleText.tsx';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { CallSections } from './CallSections.tsx';
import { createInsightApi, type InsightApi } from './insightApi.ts';
import { Figures } from './insightModel.ts';
import styles from './InsightPage.module.css';
import { text } from './insightText.ts';
import { ServerSections } from './ServerSections.tsx';

/** The page `/insight`: numbers about the server for the person who runs it, behind the same token as `/admin`. */
export function InsightPage() {
  return (
    <HostGate title={text.title} help={text.help} check={wrongToken}>
      {(token, leave) => <OpenInsight token={token} onLeave={leave} />}
    </HostGate>
  );
}

async function wrongToken(token: string): Promise<string | undefined> {
  const answer = await createInsightApi(token).read(1);
  return answer.ok ? undefined : answer.error.message;
}

function OpenInsight({ token, onLeave }: { readonly token: string; readonly onLeave: LeaveHostPage }) {
  const api = useMemo(() => createInsightApi(token), [token]);
  return <InsightScreen api={api} onLeave={onLeave} />;
}

const choices = [
  { value: 'day', label: text.times.day, hours: 24 },
  { value: 'week', label: text.times.week, hours: 7 * 24 },
  { value: 'month', label: text.times.month, hours: 30 * 24 },
] as const;
type Choice = (typeof choices)[number]['value'];

/** The figures once the token was right. */
export function InsightScreen({
  api,
  onLeave,
}: {
  readonly api: InsightApi;
  readonly onLeave: LeaveHostPage;
}) {
  const [choice, setChoice] = useState<Choice>('day');
  const hours = choices.find(({ value }) => value === choice)?.hours ?? 24;
  const { data: insight, error, isLoading, reload } = useHostAnswer(choice, () => api.read(hours));
  const leave = useEffectEvent(onLeave);
  useEffect(() => {
    if (error?.code === 'unauthorized') leave(error.message);
  }, [error]);
  return (
    <HostPage title={text.title} close={text.close} onClose={() => onLeave()}>
      <div className={styles['controls']}>
        <SegmentedField label={text.time} segments={choices} value={choice} onChange={setChoice} />
        <Button disabled={isLoading} onClick={reload}>
          {text.refresh}
        </Button>
      </div>
      <ErrorText>{error && `${error.message} ${text.again}`}</ErrorText>
      {insight === undefined && error === undefined && <Status>{text.loading}</Status>}
      {insight !== undefined && <Sections insight={insight} />}
    </HostPage>
  );
}

function Sections({ insight }: { readonly insight: Insight }) {
  const figures = useMemo(() => new Figures(insight), [insight]);
  if (figures.isEmpty) return <EmptyState title={text.noneTitle}>{text.noneText}</EmptyState>;
  return (
    <>
      <CallSections figures={figures} />
      <ServerSections figures={figures} />
    </>
  );
}
