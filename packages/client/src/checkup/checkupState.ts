import type { Progress } from './checks/check.ts';
import type { Comparison } from './checkupMemory.ts';
import type { CheckupSummary } from './checkupSummary.ts';
import { checkNames, type CheckName, type Finding } from './findings/finding.ts';

/**
 * One line of a check-up.
 *
 * ```
 *   waiting ──> running <──> asking
 *      ^           └──────────┴──> done ──again──> running
 *      └── stopped ───────────┘
 * ```
 */
export type CheckState =
  | { readonly state: 'waiting' }
  | {
      readonly state: 'running';
      readonly part: number;
      readonly track?: MediaStreamTrack;
      readonly asksPermission?: boolean;
    }
  /** A tone was played, and only the user knows whether it was heard. */
  | { readonly state: 'asking'; readonly answer: (heard: boolean) => void }
  | { readonly state: 'done'; readonly finding: Finding; readonly comparison?: Comparison };

export interface CheckupState {
  readonly rows: Readonly<Record<CheckName, CheckState>>;
  /** Of the latest run: `idle` before it, and after it was stopped. */
  readonly status: 'idle' | 'running' | 'done';
  /** How much of the run is done, from 0 to 1. */
  readonly part: number;
  /** Once all rows that do not wait for the user are done. */
  readonly summary?: CheckupSummary;
}

/** Before it runs. */
export const waiting: CheckState = { state: 'waiting' };

const allWaiting: Readonly<Record<CheckName, CheckState>> = {
  server: waiting,
  live: waiting,
  network: waiting,
  relayUdp: waiting,
  relayTcp: waiting,
  relayTls: waiting,
  direct: waiting,
  quality: waiting,
  microphone: waiting,
  speaker: waiting,
  camera: waiting,
  browser: waiting,
  notifications: waiting,
};

/** Before the first run. */
export const idleCheckup: CheckupState = { rows: allWaiting, status: 'idle', part: 0 };

/** The line of a check that tells this while it runs. */
export function stateOf({ part, track, asksPermission, answer }: Progress): CheckState {
  if (answer !== undefined) return { state: 'asking', answer };
  return {
    state: 'running',
    part: Math.min(1, part),
    ...(track !== undefined && { track }),
    ...(asksPermission === true && { asksPermission }),
  };
}

/** How much of a check is done, from 0 to 1. */
export function partOf(row: CheckState): number {
  switch (row.state) {
    case 'waiting':
      return 0;
    case 'running':
      return row.part;
    case 'asking':
    case 'done':
      return 1;
  }
}

/** What has been found so far. */
export function findingsOf(rows: CheckupState['rows']): ReadonlyMap<CheckName, Finding> {
  const done = checkNames.flatMap((name) => {
    const row = rows[name];
    return row.state === 'done' ? [[name, row.finding] as const] : [];
  });
  return new Map(done);
}
