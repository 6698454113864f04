import { expect, test } from 'vitest';
import type { Check, Plan } from './checks/check.ts';
import { runChecks } from './checkRunner.ts';
import { found, good, type CheckName, type Finding } from './findings/finding.ts';

/** Checks that end when the test says so. */
function controlled(names: readonly CheckName[]) {
  const log: string[] = [];
  const pending = new Map<CheckName, PromiseWithResolvers<Finding>>();
  const checks = names.map((name): [CheckName, Check] => {
    pending.set(name, Promise.withResolvers());
    const run = (): Promise<Finding> => pending.get(name)?.promise ?? Promise.reject(new Error());
    return [name, { name, run }];
  });
  const events = {
    onStart: (name: CheckName) => log.push(`${name} starts`),
    onProgress: () => log.push('progress'),
    onFinding: (name: CheckName, { verdict }: Finding) => log.push(`${name} ${verdict}`),
  };
  return {
    log,
    checks: new Map(checks),
    events,
    end: (name: CheckName) => pending.get(name)?.resolve(good()),
    pending,
  };
}

const plan: Plan = [[['server', 'live'], ['quality']], [['camera']]];
const all = plan.flat(2);

test('lanes and the checks of a stage run together, stages one after another', async () => {
  const { log, checks, events, end } = controlled(all);
  const running = runChecks(plan, checks, new AbortController().signal, events);
  expect(log).toEqual(['server starts', 'live starts', 'camera starts']);
  for (const name of all) end(name);
  await running;
  expect(log.indexOf('quality starts')).toBeGreaterThan(log.indexOf('server good'));
  expect(log.indexOf('quality starts')).toBeGreaterThan(log.indexOf('live good'));
  expect(log).toContain('quality good');
});

test('stopped in the middle, it does not wait for a browser that never answers, and reports nothing more', async () => {
  const { log, checks, events, end } = controlled(all);
  const abort = new AbortController();
  const running = runChecks(plan, checks, abort.signal, events);
  const before = [...log];
  abort.abort();
  end('server');
  await running;
  expect(log).toEqual(before);
});

test('a check that throws says nothing about calls', async () => {
  const { checks, events, pending } = controlled(['camera']);
  const findings: Finding[] = [];
  pending.get('camera')?.reject(new Error('The browser refused.'));
  await runChecks([[['camera']]], checks, new AbortController().signal, {
    ...events,
    onFinding: (_, finding) => findings.push(finding),
  });
  expect(findings).toEqual([found('checkFailed')]);
});
