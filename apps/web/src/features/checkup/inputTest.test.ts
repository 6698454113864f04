import { expect, test } from 'vitest';
import { nextInputTest, type InputTest, type InputTestEvent } from './inputTest.ts';

type Events = readonly InputTestEvent<'track'>[];

function after(...events: Events): InputTest<'track'> {
  return events.reduce<InputTest<'track'>>(nextInputTest, { state: 'detecting' });
}

const detected: InputTestEvent<'track'> = { type: 'detected', detection: { state: 'found', asks: true } };
const open: Events = [detected, { type: 'open' }, { type: 'opened', track: 'track' }];

test('a missing input is reported without opening anything', () => {
  const missing = { type: 'detected', detection: { state: 'unusable', result: 'notFound' } } as const;
  expect(after(missing)).toEqual({ state: 'done', result: 'notFound' });
});

test('it is known in advance whether the browser will ask for permission', () => {
  expect(after(detected)).toEqual({ state: 'ready', asks: true });
});

test('a late detection does not undo a press', () => {
  expect(after({ type: 'open' }, detected)).toEqual({ state: 'opening' });
});

test('an input with sound or a picture works', () => {
  expect(after(...open, { type: 'signal' })).toEqual({ state: 'open', track: 'track', hasSignal: true });
  expect(after(...open, { type: 'signal' }, { type: 'close' })).toEqual({ state: 'done', result: 'works' });
});

test('an input that opens without a signal does not work', () => {
  expect(after(...open, { type: 'close' })).toEqual({ state: 'done', result: 'nothing' });
});

test('an input that is unplugged during the test is gone', () => {
  expect(after(...open, { type: 'signal' }, { type: 'gone' })).toEqual({ state: 'done', result: 'gone' });
});

test('after a refusal the input can be opened again', () => {
  const refused = [detected, { type: 'open' }, { type: 'refused', failure: 'notAllowed' }] as const;
  expect(after(...refused)).toEqual({ state: 'done', result: 'notAllowed' });
  expect(after(...refused, { type: 'open' })).toEqual({ state: 'opening' });
});

test('late events change nothing', () => {
  const done = after(...open, { type: 'close' });
  for (const type of ['signal', 'close', 'gone'] as const) expect(nextInputTest(done, { type })).toBe(done);
});
