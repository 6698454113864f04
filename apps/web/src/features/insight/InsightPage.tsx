import type { Insight, WireError } from '@ringback/protocol';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useHostToken } from '../../engine/hostToken.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { SegmentedField } from '../../ui/fields/SegmentedField.tsx';
import { TokenForm } from '../../ui/fields/TokenForm.tsx';
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
  const { token, error, keep, leave } = useHostToken();
  useEffect(() => {
    document.title = text.title;
  }, []);
  if (token === undefined)
    return <TokenForm title={text.title} help={text.help} error={error} check={wrongToken} onOpen={keep} />;
  return <OpenInsight token={token} onLeave={leave} />;
}

async function wrongToken(token: string): Promise<string | undefined> {
  const answer = await createInsightApi(token).read(1);
  return answer.ok ? undefined : answer.error.message;
}

function OpenInsight({
  token,
  onLeave,
}: {
  readonly token: string;
  readonly onLeave: (error?: string) => void;
}) {
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
  /** Asks for the token again, as after a restart with another one. */
  readonly onLeave: (error?: string) => void;
}) {
  const [choice, setChoice] = useState<Choice>('day');
  const { insight, error, isLoading, reload } = useInsight(api, choice, onLeave);
  return (
    <main className={styles['page']}>
      <header className={styles['header']}>
        <h1>{text.title}</h1>
        <Button onClick={() => onLeave()}>{text.close}</Button>
      </header>
      <div className={styles['controls']}>
        <SegmentedField label={text.time} segments={choices} value={choice} onChange={setChoice} />
        <Button disabled={isLoading} onClick={reload}>
          {text.refresh}
        </Button>
      </div>
      <ErrorText>{error && `${error.message} ${text.again}`}</ErrorText>
      {insight === undefined && error === undefined && <Status>{text.loading}</Status>}
      {insight !== undefined && <Sections insight={insight} />}
    </main>
  );
}

/** Reads at once, and whenever another time is chosen. What was read before stays until then. */
function useInsight(
  api: InsightApi,
  choice: Choice,
  onLeave: (error?: string) => void,
): {
  readonly insight: Insight | undefined;
  readonly error: WireError | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
} {
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ asked: string; insight?: Insight; error?: WireError }>();
  const asked = `${turn} ${choice}`;
  const read = useEffectEvent(() => api.read(choices.find(({ value }) => value === choice)?.hours ?? 24));
  const leave = useEffectEvent(onLeave);
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const result = await read();
      if (!isCurrent) return;
      if (!result.ok && result.error.code === 'unauthorized') leave(result.error.message);
      setAnswer((before) =>
        result.ok ? { asked, insight: result.data } : { ...before, asked, error: result.error },
      );
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [asked]);
  return {
    insight: answer?.insight,
    error: answer?.error,
    isLoading: answer?.asked !== asked,
    reload: () => setTurn((now) => now + 1),
  };
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
