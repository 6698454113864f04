import type { Toast } from '@ringback/client';
import { expect, test } from 'vitest';
import { toastText } from './Toasts.tsx';

test.each<[Toast, string]>([
  [{ id: '1', kind: 'canceled' }, 'Call canceled'],
  [{ id: '1', kind: 'callEnded', durationMs: 42_900 }, 'Call ended, 0:42'],
  [{ id: '1', kind: 'answeredElsewhere' }, 'Answered on another device'],
  [{ id: '1', kind: 'declinedElsewhere' }, 'Declined on another device'],
  [
    { id: '1', kind: 'refused', message: 'Too many attempts. Wait a moment.' },
    'Too many attempts. Wait a moment.',
  ],
])('%o reads %s', (toast, words) => {
  expect(toastText(toast)).toBe(words);
});
