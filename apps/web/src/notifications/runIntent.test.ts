import type { CallScreen, IncomingCall, People } from '@ringback/client';
import { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { runIntent } from './runIntent.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const callId = (n: number): CallId => v.parse(CallId, id(n));
const grace = { id: v.parse(UserId, id(2)), name: 'Grace' };

/** A tab that a click opened; `done` lists the actions that were run. */
function createTab() {
  const done: string[] = [];
  const calls = createStore<CallScreen>(() => ({
    current: null,
    held: null,
    second: null,
    incoming: null,
    outcome: null,
    toasts: [],
    cannotPlace: 'offline',
  }));
  const people = createStore<People>(() => ({ state: 'ready', known: [], search: { state: 'idle' } }));
  const ringing = (n: number): IncomingCall => ({
    id: callId(n),
    peer: grace,
    media: 'video',
    sinceMs: 0,
    accept: () => done.push(`accept ${n}`),
    decline: () => done.push(`decline ${n}`),
  });
  return { calls, people, ringing, done };
}

test.each(['accept', 'decline'] as const)(
  '%s: runs once that call rings here, and not for another call',
  async (kind) => {
    const { calls, people, ringing, done } = createTab();
    const running = runIntent({ calls, people }, { kind, callId: callId(1) });
    calls.setState({ incoming: ringing(2) });
    calls.setState({ incoming: ringing(1) });
    await running;
    calls.setState({ incoming: ringing(1) });
    expect(done).toEqual([`${kind} 1`]);
  },
);

test('a call that already rings is accepted at once', async () => {
  const { calls, people, ringing, done } = createTab();
  calls.setState({ incoming: ringing(1) });
  await runIntent({ calls, people }, { kind: 'accept', callId: callId(1) });
  expect(done).toEqual(['accept 1']);
});

test('a call that rings beside another one is accepted while that one is held, or declined', async () => {
  const { calls, people, ringing, done } = createTab();
  const { accept: holdAndAccept, ...second } = ringing(1);
  calls.setState({ second: { ...second, holdAndAccept, endAndAccept: () => done.push('end') } });
  for (const kind of ['accept', 'decline'] as const)
    await runIntent({ calls, people }, { kind, callId: callId(1) });
  expect(done).toEqual(['accept 1', 'decline 1']);
});

test('calling back waits until calls can be placed, and until it is known who is blocked', async () => {
  const { calls, people, done } = createTab();
  people.setState({ state: 'loading' });
  const running = runIntent({ calls, people }, { kind: 'callBack', peer: grace, media: 'video' });
  calls.setState({ place: (peer, media) => done.push(`${peer.name} ${media}`) });
  expect(done).toEqual([]);
  people.setState({ state: 'ready' });
  await running;
  expect(done).toEqual(['Grace video']);
});
