import { CallId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { fillsScreen, layoutAt, moveFor } from './callLayout.ts';

const one = v.parse(CallId, '00000000-0000-4000-8000-000000000001');
const other = v.parse(CallId, '00000000-0000-4000-8000-000000000002');
const full = { callId: one, layout: 'full' } as const;
const bar = { callId: one, layout: 'bar' } as const;

test.each([
  ['at its own entry', full, 'full'],
  ['at an entry where the user shrank it', bar, 'bar'],
  ['at an entry that a link created', null, 'bar'],
  ['at the entry of a call that is over', { ...full, callId: other }, 'bar'],
  ['at an entry with a state of another module', { x: 1 }, 'bar'],
])('a call %s', (_situation, state, layout) => {
  expect(layoutAt(state, one)).toBe(layout);
});

test.each([
  ['a call begins', null, one, 'push'],
  ['the next call begins at the entry of one that is over', { ...full, callId: other }, one, 'replace'],
  ['the page is reloaded in a call', full, one, 'stay'],
  ['the page is reloaded in a call that is a bar', bar, one, 'stay'],
  ['a call ends on its own entry', full, undefined, 'clear'],
  ['a call ends while another screen is visited', null, undefined, 'stay'],
])('%s', (_situation, state, callId, move) => {
  expect(moveFor(state, callId)).toBe(move);
});

test.each([
  ['no call', null, undefined, false, false],
  ['a new call, before it has its entry', null, one, false, true],
  ['a new call after one that is over', { ...full, callId: other }, one, false, true],
  ['a reload at the entry of a small call', bar, one, false, false],
  ['Back, from the entry of the call', null, one, true, false],
  ['the entry of the call', full, one, true, true],
])('%s: whether it fills the screen', (_situation, state, callId, hasEntered, fills) => {
  expect(fillsScreen(state, callId, hasEntered)).toBe(fills);
});
