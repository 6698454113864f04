import { endCauses, type Entry } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { failureText } from './endCauses.ts';

test.each([undefined, ...endCauses])(
  'a call that failed because of %s explains why, and what to do',
  (cause) => {
    const failure = failureText({ label: 'failed', ...(cause !== undefined && { cause }) });
    expect(failure?.why).toMatch(/^[A-Z].*\.$/);
    expect(failure?.advice).toMatch(/^(Call again|Try another network|Reload).*\.$/);
  },
);

test('a lost call has an explanation, a call that was hung up or missed has none', () => {
  const lost: Pick<Entry, 'label' | 'detail' | 'cause'> = {
    label: 'answered',
    detail: 'connectionLost',
    cause: 'silent',
  };
  expect(failureText(lost)?.why).toBe('The network between the two devices went silent.');
  expect(failureText({ label: 'answered' })).toBeUndefined();
  expect(failureText({ label: 'missed' })).toBeUndefined();
});

test('if a network blocks calls, the advice is to change the network', () => {
  const advised = endCauses.filter((cause) =>
    failureText({ label: 'failed', cause })?.advice.includes('network'),
  );
  expect(advised).toEqual(['connectTimeout', 'noCandidates', 'iceFailed', 'silent']);
});
