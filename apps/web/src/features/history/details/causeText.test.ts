import { endCauses } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { troubleOf } from './causeText.ts';
import { entry } from '../entries/entry.testing.ts';

test.each([undefined, ...endCauses])(
  'a call that failed because of %s tells why, and what to do',
  (cause) => {
    const trouble = troubleOf(entry({ label: 'failed', ...(cause !== undefined && { cause }) }));
    expect(trouble?.why).toMatch(/^[A-Z].*\.$/);
    expect(trouble?.advice).toMatch(/^(Call again|Try another network|Reload).*\.$/);
  },
);

test('a call that was lost tells of its trouble, one that was hung up or missed has none', () => {
  const lost = entry({ label: 'answered', detail: 'connectionLost', cause: 'silent' });
  expect(troubleOf(lost)?.why).toBe('The network between the two devices went silent.');
  expect(troubleOf(entry({ label: 'answered' }))).toBeUndefined();
  expect(troubleOf(entry({ direction: 'incoming', label: 'missed' }))).toBeUndefined();
});

test('a network that lets no call through is named as what to change', () => {
  const advised = endCauses.filter((cause) =>
    troubleOf(entry({ label: 'failed', cause }))?.advice.includes('network'),
  );
  expect(advised).toEqual(['connectTimeout', 'noCandidates', 'iceFailed', 'silent']);
});
