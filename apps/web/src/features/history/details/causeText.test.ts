import { endCauses } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { failureText } from './causeText.ts';
import { entry } from '../entries/entry.testing.ts';

test.each([undefined, ...endCauses])(
  'a call that failed because of %s explains why, and what to do',
  (cause) => {
    const failure = failureText(entry({ label: 'failed', ...(cause !== undefined && { cause }) }));
    expect(failure?.why).toMatch(/^[A-Z].*\.$/);
    expect(failure?.advice).toMatch(/^(Call again|Try another network|Reload).*\.$/);
  },
);

test('a lost call has an explanation, a call that was hung up or missed has none', () => {
  const lost = entry({ label: 'answered', detail: 'connectionLost', cause: 'silent' });
  expect(failureText(lost)?.why).toBe('The network between the two devices went silent.');
  expect(failureText(entry({ label: 'answered' }))).toBeUndefined();
  expect(failureText(entry({ direction: 'incoming', label: 'missed' }))).toBeUndefined();
});

test('if a network blocks calls, the advice is to change the network', () => {
  const advised = endCauses.filter((cause) =>
    failureText(entry({ label: 'failed', cause }))?.advice.includes('network'),
  );
  expect(advised).toEqual(['connectTimeout', 'noCandidates', 'iceFailed', 'silent']);
});
