import type { CheckupSummary } from './checkupSummary.ts';
import type { CheckName, Finding } from './findings/finding.ts';

/** A check-up as a person hands it on: no names, no devices, and of addresses only their kinds. */
export interface CheckupReport {
  readonly version: 1;
  /** The time of the report, ISO 8601 in UTC. */
  readonly at: string;
  readonly summary: CheckupSummary | undefined;
  readonly checks: readonly {
    readonly check: CheckName;
    readonly verdict: Finding['verdict'];
    readonly problem?: Finding['problem'];
    readonly measures?: Finding['measures'];
  }[];
}

/** Builds the report. `wallMs`: the wall clock. */
export function checkupReport(
  findings: ReadonlyMap<CheckName, Finding>,
  summary: CheckupSummary | undefined,
  wallMs: number,
): CheckupReport {
  return {
    version: 1,
    at: new Date(wallMs).toISOString(),
    summary,
    // Named one by one, because a finding may also hold the label of a device.
    checks: [...findings].map(([check, { verdict, problem, measures }]) => ({
      check,
      verdict,
      ...(problem !== undefined && { problem }),
      ...(measures !== undefined && { measures }),
    })),
  };
}

/** How the words of a screen describe a check-up. */
export interface ReportWords {
  readonly summary: string;
  readonly line: (check: CheckName, finding: Finding) => string;
}

/** The same as text: the summary, and a line for each check with its measures. `wallMs`: the wall clock. */
export function reportText(
  findings: ReadonlyMap<CheckName, Finding>,
  wallMs: number,
  words: ReportWords,
): string {
  const lines = [...findings].map(([check, finding]) => {
    const measures = measuresText(finding.measures);
    return `${words.line(check, finding)}${measures === '' ? '' : ` (${measures})`}`;
  });
  return [`Ringback check-up, ${new Date(wallMs).toISOString()}`, words.summary, '', ...lines, ''].join('\n');
}

function measuresText(measures: Finding['measures']): string {
  return Object.entries(measures ?? {})
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join('+') : String(value)}`)
    .join(', ');
}
