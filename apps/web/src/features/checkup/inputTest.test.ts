import { expect, test } from 'vitest';
import { nextTrial, type Trial, type TrialEvent } from './inputTest.ts';

type Events = readonly TrialEvent<'track'>[];

function after(...events: Events): Trial<'track'> {
  return events.reduce<Trial<'track'>>(nextTrial, { state: 'looking' });
}

const there: TrialEvent<'track'> = { type: 'looked', outlook: { state: 'there', asks: true } };
const open: Events = [there, { type: 'open' }, { type: 'opened', track: 'track' }];

test('what is not there is said without opening anything', () => {
  const missing = { type: 'looked', outlook: { state: 'hopeless', result: 'notFound' } } as const;
  expect(after(missing)).toEqual({ state: 'done', result: 'notFound' });
});

test('whether the browser will ask is known before it does', () => {
  expect(after(there)).toEqual({ state: 'ready', asks: true });
});

test('a person who is quicker than the look is not set back by it', () => {
  expect(after({ type: 'open' }, there)).toEqual({ state: 'opening' });
});

test('what gives sound or picture works, however long it took', () => {
  expect(after(...open, { type: 'gave' })).toEqual({ state: 'open', track: 'track', gives: true });
  expect(after(...open, { type: 'gave' }, { type: 'close' })).toEqual({ state: 'done', result: 'works' });
});

test('what opens and gives nothing does not work', () => {
  expect(after(...open, { type: 'close' })).toEqual({ state: 'done', result: 'nothing' });
});

test('an input that is unplugged while it is tried is gone', () => {
  expect(after(...open, { type: 'gave' }, { type: 'gone' })).toEqual({ state: 'done', result: 'gone' });
});

test('after a refusal it can be opened again', () => {
  const refused = [there, { type: 'open' }, { type: 'refused', failure: 'notAllowed' }] as const;
  expect(after(...refused)).toEqual({ state: 'done', result: 'notAllowed' });
  expect(after(...refused, { type: 'open' })).toEqual({ state: 'opening' });
});

test('what comes late changes nothing', () => {
  const done = after(...open, { type: 'close' });
  for (const type of ['gave', 'close', 'gone'] as const) expect(nextTrial(done, { type })).toBe(done);
});
