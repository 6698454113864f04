import { CallId } from '@ringback/protocol';
import type { QualityLook } from '@ringback/rtc';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { QualityLog } from './qualityLog.ts';

const [first, second, third] = ['1', '2', '3'].map((digit) =>
  v.parse(CallId, `${digit.repeat(8)}-1111-4111-8111-111111111111`),
);

function lookAt(at: number): QualityLook {
  const mine = { loss: 0, longLoss: 0, jitterMs: 0, concealment: 0, kbpsIn: 0, kbpsOut: 0, isBusy: false };
  return { at, mine, shown: { grade: 'good' }, codecs: {} };
}

test('a long call keeps its last ten minutes, and a third call displaces the first', () => {
  if (first === undefined || second === undefined || third === undefined) throw new Error('No ids.');
  const log = new QualityLog();
  for (let at = 0; at < 700; at++) log.add(first, lookAt(at));
  expect(log.looks(first)).toHaveLength(600);
  expect(log.looks(first)[0]?.at).toBe(100);
  log.add(second, lookAt(1));
  log.add(third, lookAt(2));
  expect(log.looks(first)).toEqual([]);
  expect(log.looks(second)).toHaveLength(1);
});

test('who stops listening hears no more', () => {
  if (first === undefined) throw new Error('No ids.');
  const log = new QualityLog();
  let heard = 0;
  const stop = log.subscribe(() => (heard += 1));
  log.add(first, lookAt(1));
  stop();
  log.add(first, lookAt(2));
  expect(heard).toBe(1);
});
