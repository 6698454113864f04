import { expect, test } from 'vitest';
import { createTrace } from './trace.ts';

test('past its capacity, the oldest entries are dropped and the order stays', () => {
  const trace = createTrace<number>(() => {}, 3);
  for (const entry of [1, 2, 3, 4, 5]) trace.record(entry);
  expect(trace.entries()).toEqual([3, 4, 5]);
});

test('each entry is printed as it is recorded', () => {
  const printed: string[] = [];
  const trace = createTrace<string>((entry) => printed.push(entry));
  trace.record('placed');
  expect(printed).toEqual(['placed']);
  expect(trace.entries()).toEqual(['placed']);
});
