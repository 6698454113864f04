import type { Check, Plan, Progress } from './checks/check.ts';
import { found, type CheckName, type Finding } from './findings/finding.ts';

/** What happens while checks run. Nothing comes after the run was aborted. */
export interface RunEvents {
  readonly onStart: (name: CheckName) => void;
  readonly onProgress: (name: CheckName, progress: Progress) => void;
  readonly onFinding: (name: CheckName, finding: Finding) => void;
}

/** Runs the planned checks that are given, and resolves once all have ended or the signal aborts. Never rejects. */
export async function runChecks(
  plan: Plan,
  checks: ReadonlyMap<CheckName, Check>,
  signal: AbortSignal,
  events: RunEvents,
): Promise<void> {
  const runOne = async (name: CheckName): Promise<void> => {
    const check = checks.get(name);
    if (check === undefined || signal.aborted) return;
    events.onStart(name);
    const progress = (update: Progress): void => {
      if (!signal.aborted) events.onProgress(name, update);
    };
    const finding = await orAborted(findingOf(check, signal, progress), signal);
    if (finding !== 'aborted') events.onFinding(name, finding);
  };
  const runLane = async (lane: Plan[number]): Promise<void> => {
    for (const stage of lane) await Promise.all(stage.map(runOne));
  };
  await Promise.all(plan.map(runLane));
}

/** A check that fails by itself says nothing about calls. */
async function findingOf(
  check: Check,
  signal: AbortSignal,
  progress: (update: Progress) => void,
): Promise<Finding> {
  try {
    return await check.run(signal, progress);
  } catch {
    return found('checkFailed');
  }
}

/** Does not wait for a check that is told to stop: a browser may never answer what it waits for. */
async function orAborted(finding: Promise<Finding>, signal: AbortSignal): Promise<Finding | 'aborted'> {
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  return Promise.race([aborted, finding]);
}
