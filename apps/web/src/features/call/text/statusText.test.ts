import type { CallStatus, Remark } from '@ringback/client';
import { expect, test } from 'vitest';
import { toastText, statusText } from './statusText.ts';

test.each<[CallStatus, string]>([
  [{ kind: 'askingMicrophone' }, 'Allow your microphone'],
  [{ kind: 'calling' }, 'Calling…'],
  [{ kind: 'ringing' }, 'Ringing…'],
  [{ kind: 'connecting' }, 'Connecting…'],
  [{ kind: 'talking', sinceMs: 1_000 }, '0:07'],
  [{ kind: 'talking', sinceMs: 9_000 }, '0:00'],
  [{ kind: 'reconnecting' }, 'Reconnecting…'],
  [{ kind: 'waiting' }, 'Waiting for Ada…'],
])('%o reads %s', (status, words) => {
  expect(statusText(status, 'Ada', 8_400)).toBe(words);
});

test.each<[Remark, string]>([
  [{ id: '1', kind: 'canceled' }, 'Call canceled'],
  [{ id: '1', kind: 'callEnded', durationMs: 42_900 }, 'Call ended, 0:42'],
  [{ id: '1', kind: 'answeredElsewhere' }, 'Answered on another device'],
  [{ id: '1', kind: 'declinedElsewhere' }, 'Declined on another device'],
  [
    { id: '1', kind: 'refused', message: 'Too many attempts. Wait a moment.' },
    'Too many attempts. Wait a moment.',
  ],
])('%o reads %s', (remark, words) => {
  expect(toastText(remark)).toBe(words);
});
