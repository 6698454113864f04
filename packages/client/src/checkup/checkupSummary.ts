import type { CheckName, Finding, Problem } from './findings/finding.ts';

/** What the findings mean for calls. */
export type CheckupSummary =
  | { readonly outcome: 'ready' }
  /** The first of several limits; `more`: how many others there are. */
  | { readonly outcome: 'limited'; readonly limit: Limit; readonly more: number }
  | { readonly outcome: 'impossible'; readonly problem: Problem };

/** Calls work, but in this way only, or with this problem. */
export type Limit = 'onlyRelayed' | 'onlyDirect' | Problem;

export type Findings = ReadonlyMap<CheckName, Finding>;

/** Problems without which no call works, the most basic first. */
const fatal: readonly Problem[] = [
  'browserCannotCall',
  'serverUnreachable',
  'websocketsBlocked',
  'serverRefuses',
  'noAddresses',
  'microphoneNotAllowed',
  'microphoneBlockedBySystem',
  'microphoneMissing',
  'microphoneTaken',
  'microphoneFailed',
  'microphoneEnded',
  'microphoneMutedBySystem',
  'microphoneSilent',
  'microphoneWrong',
];

const relayChecks = ['relayUdp', 'relayTcp', 'relayTls'] as const satisfies readonly CheckName[];
/** They say something about the way of packets, which one sentence sums up. */
const routeChecks: readonly CheckName[] = ['network', 'direct', ...relayChecks];

/** Sums up a check-up in one sentence's worth. */
export function summarize(findings: Findings): CheckupSummary {
  const problems = [...findings].filter(([, { verdict }]) => verdict === 'bad' || verdict === 'warning');
  const problem = fatal.find((each) => problems.some(([, finding]) => finding.problem === each));
  if (problem !== undefined) return { outcome: 'impossible', problem };
  const route = routeOf(findings);
  if (route === 'none') return { outcome: 'impossible', problem: 'directBlocked' };
  const others = problems
    .filter(([name]) => !routeChecks.includes(name))
    .toSorted(([, a], [, b]) => rank(a) - rank(b))
    .flatMap(([, finding]) => finding.problem ?? []);
  const limits: readonly Limit[] = [...(route === 'open' ? [] : [route]), ...new Set(others)];
  const [limit] = limits;
  return limit === undefined ? { outcome: 'ready' } : { outcome: 'limited', limit, more: limits.length - 1 };
}

function rank({ verdict }: Finding): number {
  return verdict === 'bad' ? 0 : 1;
}

/** Which ways packets can take. What was not checked counts as open. */
function routeOf(findings: Findings): 'open' | 'none' | 'onlyRelayed' | 'onlyDirect' | Problem {
  const direct = findings.get('direct')?.problem;
  const relays = relayChecks.flatMap((name) => findings.get(name) ?? []);
  const worksRelayed = relays.some(({ verdict }) => verdict === 'good');
  const failsRelayed = !worksRelayed && relays.some(({ verdict }) => verdict === 'bad');
  if (direct === 'directBlocked') return failsRelayed ? 'none' : 'onlyRelayed';
  if (failsRelayed) return relays.some(({ problem }) => problem === 'noRelay') ? 'noRelay' : 'onlyDirect';
  if (direct === 'directRestricted') return worksRelayed ? 'onlyRelayed' : 'directRestricted';
  const broken = relays.find(({ verdict }) => verdict === 'bad');
  return broken?.problem ?? findings.get('network')?.problem ?? 'open';
}
