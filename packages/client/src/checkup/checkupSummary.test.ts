import { expect, test } from 'vitest';
import { summarize, type CheckupSummary } from './checkupSummary.ts';
import { found, good, type CheckName, type Problem } from './findings/finding.ts';

const allGood = {
  server: good(),
  relayUdp: good(),
  relayTcp: good(),
  relayTls: found('relayNotOffered'),
  direct: good(),
  microphone: good(),
};

function summaryWith(problems: Partial<Record<CheckName, Problem>>): CheckupSummary {
  const entries = Object.entries(problems).map(([name, problem]) => [name, found(problem)] as const);
  const findings = Object.entries({ ...allGood, ...Object.fromEntries(entries) });
  return summarize(new Map(findings as [CheckName, ReturnType<typeof good>][]));
}

const limited = (limit: string, more = 0) => ({ outcome: 'limited', limit, more });
const impossible = (problem: string) => ({ outcome: 'impossible', problem });
const noRelay = { relayUdp: 'noRelay', relayTcp: 'noRelay', relayTls: 'noRelay' } as const;
const relayDown = { relayUdp: 'relayUnreachable', relayTcp: 'relayUnreachable' } as const;

test.each<[string, Partial<Record<CheckName, Problem>>, object]>([
  ['all is well', {}, { outcome: 'ready' }],
  ['what is skipped does not count', { notifications: 'notificationsOff' }, { outcome: 'ready' }],
  [
    'UDP is blocked',
    { relayUdp: 'relayUnreachable', direct: 'directBlocked', network: 'udpBlocked' },
    limited('onlyRelayed'),
  ],
  ['a symmetric NAT', { direct: 'directRestricted' }, limited('onlyRelayed')],
  ['no relay is configured', { ...noRelay, direct: 'directUnknown' }, limited('noRelay')],
  ['the relay is down', relayDown, limited('onlyDirect')],
  [
    'the relay is down and a symmetric NAT',
    { ...relayDown, direct: 'directRestricted' },
    limited('onlyDirect'),
  ],
  ['no way at all', { ...relayDown, direct: 'directBlocked' }, impossible('directBlocked')],
  ['one of two relays fails', { relayTcp: 'relayUnreachable' }, limited('relayUnreachable')],
  [
    'the microphone is silent',
    { microphone: 'microphoneSilent', camera: 'cameraBlack' },
    impossible('microphoneSilent'),
  ],
  [
    'the server first',
    { microphone: 'microphoneSilent', server: 'serverUnreachable' },
    impossible('serverUnreachable'),
  ],
  ['the worse of two', { server: 'serverSlow', camera: 'cameraBlack' }, limited('cameraBlack', 1)],
  ['two checks with one problem', { server: 'serverSlow', live: 'serverSlow' }, limited('serverSlow')],
])('%s', (_, problems, summary) => {
  expect(summaryWith(problems)).toEqual(summary);
});
