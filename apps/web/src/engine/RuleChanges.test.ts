import { defaultRules } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { inverse } from './RuleChanges.tsx';

test('what was changed goes back to how it was, and the rest is left alone', () => {
  const before = { ...defaultRules, blocksMessages: true, exceptCalls: true };
  expect(inverse({ blocksCalls: true, blocksMessages: true }, before)).toEqual({
    blocksCalls: false,
    blocksMessages: true,
  });
});

test('a mute that ended "always let through" is undone: they come through again', () => {
  expect(inverse({ isMuted: true }, { ...defaultRules, alwaysThrough: true })).toEqual({
    alwaysThrough: true,
  });
  expect(inverse({ alwaysThrough: true }, { ...defaultRules, isMuted: true })).toEqual({ isMuted: true });
  expect(inverse({ isMuted: true }, defaultRules)).toEqual({ isMuted: false, alwaysThrough: false });
});
