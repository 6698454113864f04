import { secretFields } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { redact } from './log.ts';

test('secret fields are redacted at any depth', () => {
  for (const field of secretFields) {
    const text = JSON.stringify(
      redact({ [field]: 'x-secret-x', deep: [{ deeper: { [field]: { in: 'x-secret-x' } } }] }),
    );
    expect(text).not.toContain('x-secret-x');
    expect(text.split('[secret]')).toHaveLength(3);
  }
});

test('ids and errors are logged, with their stack', () => {
  const err = Object.assign(new Error('The disk is full.'), { code: 'SQLITE_FULL' });
  expect(redact({ callId: '1', err })).toMatchObject({
    callId: '1',
    err: {
      type: 'Error',
      code: 'SQLITE_FULL',
      message: 'The disk is full.',
      stack: expect.any(String) as string,
    },
  });
});

test('a circular object is cut off', () => {
  const loop: Record<string, unknown> = {};
  loop['loop'] = loop;
  expect(JSON.stringify(redact(loop))).toContain('[deep]');
});
