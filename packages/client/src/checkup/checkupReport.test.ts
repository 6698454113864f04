import { expect, test } from 'vitest';
import { checkupReport, reportText } from './checkupReport.ts';
import { found, good, type CheckName, type Finding } from './findings/finding.ts';

const findings = new Map<CheckName, Finding>([
  ['network', good({ addresses: ['host', 'relayed'], hasIpv6: false })],
  ['microphone', { ...found('microphoneWrong'), better: { id: 'x', label: "Ada's headset", group: '' } }],
]);
const wallMs = Date.UTC(2026, 0, 31, 12);

test('a report names kinds of addresses and no device', () => {
  const report = checkupReport(findings, { outcome: 'impossible', problem: 'microphoneWrong' }, wallMs);
  expect(report).toMatchObject({ version: 1, at: '2026-01-31T12:00:00.000Z' });
  expect(report.checks).toEqual([
    { check: 'network', verdict: 'good', measures: { addresses: ['host', 'relayed'], hasIpv6: false } },
    { check: 'microphone', verdict: 'bad', problem: 'microphoneWrong' },
  ]);
});

test('as text, it has a line for each check', () => {
  const words = { summary: 'Ready to call.', line: (check: CheckName) => `${check}:` };
  expect(reportText(findings, wallMs, words).split('\n')).toEqual([
    'Ringback check-up, 2026-01-31T12:00:00.000Z',
    'Ready to call.',
    '',
    'network: (addresses host+relayed, hasIpv6 false)',
    'microphone:',
    '',
  ]);
});
