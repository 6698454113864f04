import { pushNames } from '@ringback/protocol';
import { describe, expect, test } from 'vitest';
import { readAnswer, readPush } from './pushParser.ts';

describe('answers of the server', () => {
  test('are validated, without properties that the protocol does not name', () => {
    expect(readAnswer('history:seen', { ok: true, data: { missed: 3, more: 1 } })).toEqual({
      ok: true,
      data: { missed: 3 },
    });
  });

  test('an error keeps its code and message', () => {
    const error = { code: 'tooMany', message: 'Wait.', retryAfterMs: 250 };
    expect(readAnswer('call:place', { ok: false, error })).toEqual({ ok: false, error });
  });

  test.each([
    ['nothing', undefined],
    ['text', 'ok'],
    ['data of another shape', { ok: true, data: { missed: -1 } }],
    ['an unknown code', { ok: false, error: { code: 'maybe', message: '' } }],
  ])('%s becomes an internal error', (_, raw) => {
    expect(readAnswer('history:seen', raw)).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});

describe('pushes of the server', () => {
  test('an invalid push is dropped, whatever its name', () => {
    for (const name of pushNames) expect(readPush(name, { nonsense: true })).toBeUndefined();
  });

  test('a valid push is returned with its name', () => {
    const person = { id: '00000000-0000-4000-8000-000000000001', name: 'Ada', met: true };
    expect(readPush('people:changed', person)).toEqual({ name: 'people:changed', payload: person });
    expect(readPush('history:removed', { missed: 0 })).toMatchObject({ name: 'history:removed' });
  });
});
