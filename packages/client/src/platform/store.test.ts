import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { withIsolatedReaders } from './store.ts';

test('a reader throws: the others still get the change, and the failure is reported', () => {
  const source = createStore(() => 'quiet');
  const failures: unknown[] = [];
  const store = withIsolatedReaders(source, (error) => failures.push(error));
  const broken = new Error('A notification failed.');
  const seen: string[] = [];
  store.subscribe(() => {
    throw broken;
  });
  store.subscribe((state, before) => seen.push(`${before} ${state}`));
  source.setState('ringing', true);
  expect(seen).toEqual(['quiet ringing']);
  expect(failures).toEqual([broken]);
});
