import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('a call waits for one piece of what is under way, and for nothing that waits', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const note = (what: string) => () => {
    done.push(what);
    return Promise.resolve();
  };
  turns.add('bulk', async () => {
    for (const piece of ['bulk 1', 'bulk 2']) {
      done.push(piece);
      await setImmediate();
    }
  });
  for (const lane of ['bulk', 'lists', 'quick', 'quick'] as const) turns.add(lane, note(lane));
  turns.add('calls', note('call'));
  await turns.idle();
  expect(done.slice(0, 2)).toEqual(['bulk 1', 'call']);
  expect(done.slice(2).toSorted()).toEqual(['bulk', 'bulk 2', 'lists', 'quick', 'quick']);
});

test('quick tasks and lists take turns, each in their order', async () => {
  const turns = new Turns();
  const done: string[] = [];
  for (const lane of ['lists', 'quick'] as const)
    for (const number of [1, 2, 3])
      turns.add(lane, () => {
        done.push(`${lane} ${number}`);
        return Promise.resolve();
      });
  await turns.idle();
  expect(done).toEqual(['lists 1', 'quick 1', 'lists 2', 'quick 2', 'lists 3', 'quick 3']);
});
