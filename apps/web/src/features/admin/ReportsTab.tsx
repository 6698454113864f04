import type { AdminReport } from '@ringback/protocol';
import { Button } from '../../ui/controls/Button.tsx';
import { useMinute } from '../../ui/time/clocks.ts';
import { formatWhen } from '../../ui/time/formatTime.ts';
import styles from './AdminPage.module.css';
import { reportReasonText, text } from './adminText.ts';
import { Answered, Failure, useAction, useAnswer } from './useAdmin.tsx';

const words = text.reports;

/** What users told the host about others: open reports first. */
export function ReportsTab({ onShow }: { readonly onShow: (userId: string) => void }) {
  const answer = useAnswer('reports', {});
  const { run, isBusy, error } = useAction(answer.reload);
  return (
    <div className={styles['column']}>
      <Failure message={error} />
      <Answered answer={answer}>
        {({ reports }) => (
          <>
            {reports.length === 0 && <p className={styles['soft']}>{words.none}</p>}
            <ul aria-label={words.list} className={styles['list']}>
              {reports.map((report) => (
                <li key={report.id} className={styles['item']}>
                  <ReportText report={report} />
                  <div className={styles['actions']}>
                    <Button onClick={() => onShow(report.reported.id)}>{words.show}</Button>
                    {report.closedAt === undefined && (
                      <Button disabled={isBusy} onClick={() => void run('close-report', { id: report.id })}>
                        {words.close}
                      </Button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </div>
  );
}

function ReportText({ report }: { readonly report: AdminReport }) {
  const now = useMinute();
  const { at, reporter, reported, reason, note, messages, closedAt } = report;
  return (
    <div>
      <p className={styles['name']}>
        <bdi>{reported.name}</bdi>
        {reported.isDeleted === true && ` (${words.deleted})`} · {reportReasonText(reason)}
        {closedAt !== undefined && ` · ${words.closed}`}
      </p>
      <p className={styles['about']}>
        {words.by} <bdi>{reporter?.name ?? words.deletedReporter}</bdi> · {formatWhen(at, now)}
      </p>
      {note !== undefined && <p dir="auto">{note}</p>}
      {messages.map(({ from, text: said, sentAt }) => (
        <p key={`${sentAt} ${said}`} className={styles['about']}>
          {formatWhen(sentAt, now)} <bdi>{from === reporter?.id ? reporter.name : reported.name}</bdi>:{' '}
          <q dir="auto">{said}</q>
        </p>
      ))}
    </div>
  );
}
