import { pushNames } from '@ringback/protocol';
import { describe, expect, test } from 'vitest';
import { readAnswer, readPush } from './pushParser.ts';

describe('what the server answers', () => {
  test('is taken as the contract has it, without what it does not name', () => {
    expect(readAnswer('history:seen', { ok: true, data: { missed: 3, more: 1 } })).toEqual({
      ok: true,
      data: { missed: 3 },
    });
  });

  test('an error keeps its words', () => {
    const error = { code: 'tooMany', message: 'Wait.', retryAfterMs: 250 };
    expect(readAnswer('call:place', { ok: false, error })).toEqual({ ok: false, error });
  });

  test.each([
    ['nothing', undefined],
    ['text', 'ok'],
    ['data of another shape', { ok: true, data: { missed: -1 } }],
    ['an unknown code', { ok: false, error: { code: 'maybe', message: '' } }],
  ])('%s is an error of the server', (_, raw) => {
    expect(readAnswer('history:seen', raw)).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});

describe('what the server pushes', () => {
  test('what does not fit the contract is dropped, whatever it is called', () => {
    for (const name of pushNames) expect(readPush(name, { nonsense: true })).toBeUndefined();
  });

  test('what fits is told by its name', () => {
    const person = { id: '00000000-0000-4000-8000-000000000001', name: 'Ada', met: true };
    expect(readPush('people:changed', person)).toEqual({ name: 'people:changed', payload: person });
    expect(readPush('history:removed', { missed: 0 })).toMatchObject({ name: 'history:removed' });
  });
});
