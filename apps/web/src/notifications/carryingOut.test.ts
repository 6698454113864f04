import type { CallScreen, IncomingCall } from '@ringback/client';
import { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { carryOut } from './carryingOut.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const callId = (n: number): CallId => v.parse(CallId, id(n));
const grace = { id: v.parse(UserId, id(2)), name: 'Grace' };

/** A tab that was opened by a press; `done` tells what was pressed in it for the user. */
function aTab() {
  const done: string[] = [];
  const calls = createStore<CallScreen>(() => ({
    current: null,
    incoming: null,
    outcome: null,
    remarks: [],
    cannotPlace: 'offline',
  }));
  const rings = (n: number): IncomingCall => ({
    id: callId(n),
    peer: grace,
    media: 'video',
    sinceMs: 0,
    accept: () => done.push(`accept ${n}`),
    decline: () => done.push(`decline ${n}`),
  });
  return { calls, rings, done };
}

test.each(['accept', 'decline'] as const)(
  '%s: as soon as that call rings here, and no other one',
  async (kind) => {
    const { calls, rings, done } = aTab();
    const carried = carryOut({ calls }, { kind, callId: callId(1) });
    calls.setState({ incoming: rings(2) });
    calls.setState({ incoming: rings(1) });
    await carried;
    calls.setState({ incoming: rings(1) });
    expect(done).toEqual([`${kind} 1`]);
  },
);

test('a call that rings already is taken at once', async () => {
  const { calls, rings, done } = aTab();
  calls.setState({ incoming: rings(1) });
  await carryOut({ calls }, { kind: 'accept', callId: callId(1) });
  expect(done).toEqual(['accept 1']);
});

test('calling back waits until calls can be placed', async () => {
  const { calls, done } = aTab();
  const carried = carryOut({ calls }, { kind: 'callBack', peer: grace, media: 'video' });
  calls.setState({ place: (peer, media) => done.push(`${peer.name} ${media}`) });
  await carried;
  expect(done).toEqual(['Grace video']);
});
