import type { CallScreen } from '@ringback/client';
import { expect, test } from 'vitest';
import { currentCall } from '../../../dev/fixtures/calls.ts';
import { iconAddress, tabIconOf } from './tabIcon.ts';

const quiet: CallScreen = {
  current: null,
  held: null,
  second: null,
  incoming: null,
  outcome: null,
  toasts: [],
};
const inCall = (more: Parameters<typeof currentCall>[0]): CallScreen => ({
  ...quiet,
  current: currentCall(more),
});

test('the icon follows the call, from calling to muted', () => {
  expect(tabIconOf(inCall({ phase: 'ringing' }), 0)).toEqual({ kind: 'calling' });
  expect(tabIconOf(inCall({ phase: 'active' }), 3)).toEqual({ kind: 'inCall' });
  expect(tabIconOf(inCall({ phase: 'active', microphone: { state: 'off' } }), 0)).toEqual({ kind: 'muted' });
});

test('a call on hold shows that, muted or not', () => {
  expect(
    tabIconOf(inCall({ phase: 'active', holdState: 'theirs', microphone: { state: 'off' } }), 0),
  ).toEqual({
    kind: 'onHold',
  });
});

test('without a call it counts the missed ones, and is the own icon of the page where there are none', () => {
  expect(tabIconOf(quiet, 2)).toEqual({ kind: 'missed', count: 2 });
  expect(iconAddress(tabIconOf(quiet, 0))).toBeNull();
});

test('more than nine missed calls are counted as 9+, and the picture is well formed', () => {
  const address = iconAddress({ kind: 'missed', count: 12 });
  expect(decodeURIComponent(address ?? '')).toContain('>9+</text>');
  expect(address).toMatch(/^data:image\/svg\+xml,%3Csvg/u);
});
