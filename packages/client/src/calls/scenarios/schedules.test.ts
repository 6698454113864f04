import { errors, fail, type ErrorCode, type WireCall } from '@ringback/protocol';
import type { FakeTrack } from '@ringback/rtc/testing';
import { expect, test } from 'vitest';
import { desiredMediaSessions } from '../reducers/mediaSessions.ts';
import { nextDeadline } from '../reducers/timers.ts';
import type { Effect } from '../state/callEffect.ts';
import type { DeviceCall, EarlySignal } from '../state/callsState.ts';
import {
  activeBy,
  ada,
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  CallsHarness,
  direct,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
  kayToAda,
  linkId,
} from './callsHarness.testing.ts';

import fc from 'fast-check';

/** An event that may happen at any moment, likely or not. */
type Occurrence = (harness: RecordingHarness) => void;

/** A harness that keeps account of everything that was opened and must be released. */
class RecordingHarness extends CallsHarness {
  readonly tracks: FakeTrack[] = [];
  readonly unplugged = new Set<MediaStreamTrack>();
  placed = 0;
  readonly #done = new Set<Effect>();

  /**
   * The latest effect of a kind without a result so far. Each gets one result, as from a browser and a
   * server.
   */
  takeEffect(fits: (effect: Effect) => boolean): Effect | undefined {
    const effect = this.effects.findLast((each) => fits(each) && !this.#done.has(each));
    if (effect !== undefined) this.#done.add(effect);
    return effect;
  }

  /** The invariants that do not hold. */
  violations(): readonly string[] {
    const { currentCall, heldCall, closedCalls, incomingCalls } = this.state;
    const { current, incoming } = this.screen;
    const revived = [
      ...this.#own().map(({ id }) => id),
      ...incomingCalls.map((incomingCall) => incomingCall.call.id),
    ];
    return [
      ...this.#trackViolations(),
      ...this.#mediaSessionViolations(),
      ...this.#releaseViolations(),
      ...revived.filter((id) => closedCalls.includes(id)).map((id) => `${id} is closed and came back`),
      ...(current?.hangUp !== undefined && incoming !== null ? ['it rings in an answered call'] : []),
      ...(currentCall === null && heldCall !== null ? ['a held call is alone'] : []),
      ...(heldCall?.stage.name === 'talking' && heldCall.hold === undefined ? ['it talks in two calls'] : []),
      ...((nextDeadline(this.state) ?? Infinity) <= this.now ? ['a deadline is overdue'] : []),
    ];
  }

  #own(): readonly DeviceCall[] {
    return [this.state.currentCall, this.state.heldCall].filter((call) => call !== null);
  }

  #trackViolations(): readonly string[] {
    const inputs = this.#own().flatMap(({ microphone, camera }) => [microphone, camera]);
    const held = inputs.flatMap((input) => (input.state === 'open' ? [input.track] : []));
    return this.tracks.flatMap((track) => {
      const stops = this.stopped.filter((stopped) => stopped === track).length;
      if (held.includes(track)) return stops === 0 ? [] : [`${track.id} is held and was stopped`];
      if (this.unplugged.has(track)) return [];
      return stops === 1 ? [] : [`${track.id} was stopped ${stops} times`];
    });
  }

  #mediaSessionViolations(): readonly string[] {
    const open = new Set<string>();
    for (const effect of this.effects) {
      if (effect.type === 'warmUpMediaSession' || effect.type === 'openMediaSession') open.add(keyOf(effect));
      if (effect.type === 'closeMediaSession') open.delete(keyOf(effect));
      if (effect.type === 'receiveSignal' && !open.has(keyOf(effect))) return ['a signal goes to no session'];
    }
    const desired = desiredMediaSessions(this.state).map(keyOf);
    return [...open].toSorted().join() === desired.toSorted().join()
      ? []
      : [`${open.size} sessions are open, ${desired.length} are needed`];
  }

  /** Nothing is kept for the links of a closed call, whether or not it had any. */
  #releaseViolations(): readonly string[] {
    const unreleased = new Set<string>();
    for (const effect of this.effects) {
      if (
        effect.type === 'prefetchIceServers' ||
        effect.type === 'warmUpMediaSession' ||
        effect.type === 'openMediaSession'
      ) {
        unreleased.add(effect.callId);
      }
      if (effect.type === 'releaseMediaSessions') unreleased.delete(effect.callId);
    }
    for (const { call } of this.state.incomingCalls) unreleased.delete(call.id);
    for (const { id } of this.#own()) unreleased.delete(id);
    return [...unreleased].map((id) => `${id} is closed and not released`);
  }
}

function keyOf({ callId: id, peerDeviceId }: Pick<EarlySignal, 'callId'> & { peerDeviceId: string }): string {
  return `${id} ${peerDeviceId}`;
}

const codes = Object.keys(errors).filter((code): code is ErrorCode => code in errors);

const forms: readonly Partial<WireCall>[] = [
  {},
  { version: 2, phase: 'ringing', ringing: [graceDevice] },
  answeredBy(graceDevice),
  answeredBy(adaHere),
  answeredBy(adaElsewhere),
  { ...activeBy(adaHere, 6), held: [ada.id] },
  activeBy(graceDevice),
  activeBy(adaHere),
  { ...activeBy(graceDevice, 5), phase: 'reconnecting', away: [grace.id] },
  endedBy({ reason: 'canceled' }),
  endedBy({ reason: 'declined' }),
  { ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) },
  { ...activeBy(adaHere), ...endedBy({ reason: 'connectionLost', cause: 'silent' }) },
];

const someCall = fc
  .tuple(fc.constantFrom(adaToGrace, graceToAda, kayToAda), fc.constantFrom(...forms), fc.integer({ max: 3 }))
  .map(([make, form, id]) => make({ ...form, ...(id > 0 && { id: callId(String(id)) }) }));

const user: fc.Arbitrary<Occurrence> = fc.constantFrom<Occurrence>(
  (harness) => harness.place(grace, 'audio', callId(String(100 + harness.placed++))),
  (harness) => harness.place(grace, 'video', callId(String(100 + harness.placed++))),
  (harness) => harness.screen.current?.cancel?.(),
  (harness) => harness.screen.current?.hangUp?.(),
  (harness) => harness.screen.current?.mute?.(),
  (harness) => harness.screen.current?.unmute?.(),
  (harness) => harness.screen.current?.turnCameraOn?.(),
  (harness) => harness.screen.current?.turnCameraOff?.(),
  (harness) => harness.screen.current?.hold?.(),
  (harness) => harness.screen.current?.resume?.(),
  (harness) => harness.screen.incoming?.accept(),
  (harness) => harness.screen.incoming?.decline(),
  (harness) => harness.screen.second?.holdAndAccept(),
  (harness) => harness.screen.second?.endAndAccept(),
  (harness) => harness.screen.second?.decline(),
  (harness) => harness.screen.swap?.(),
  (harness) => harness.screen.outcome?.close(),
  (harness) => harness.screen.outcome?.callAgain?.(),
);

const media: fc.Arbitrary<Occurrence> = fc.constantFrom<Occurrence>(
  (harness) => open(harness, 'audio'),
  (harness) => open(harness, 'video'),
  (harness) => refuse(harness),
  (harness) => unplug(harness),
  (harness) => harness.linkUp(),
  (harness) => {
    const { heldCall } = harness.state;
    if (heldCall !== null)
      harness.sessionEvent({ type: 'up', linkId: linkId('13'), route: direct }, heldCall.id);
  },
  (harness) => signal(harness, '1'),
  (harness) => signal(harness, '2'),
  (harness) => harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' }),
  (harness) => harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: direct }, callId('1')),
  (harness) => {
    const { currentCall } = harness.state;
    if (currentCall !== null)
      harness.sessionEvent({ type: 'message', message: { kind: 'ended', callId: currentCall.id, agoMs: 5 } });
  },
);

function signal(harness: RecordingHarness, id: string): void {
  harness.dispatch({
    type: 'signalReceived',
    callId: callId(id),
    from: graceDevice,
    linkId: linkId('11'),
    box: 'box',
  });
}

function open(harness: RecordingHarness, kind: 'audio' | 'video'): void {
  const effect = harness.takeEffect((each) => each.type === 'openInput' && each.kind === kind);
  if (effect !== undefined) harness.tracks.push(harness.openInput(kind));
}

function refuse(harness: RecordingHarness): void {
  const effect = harness.takeEffect((each) => each.type === 'openInput');
  if (effect?.type === 'openInput') harness.failInput(effect.kind);
}

function unplug(harness: RecordingHarness): void {
  const track = harness.tracks.at(-1);
  if (track === undefined) return;
  harness.unplugged.add(track);
  harness.dispatch({ type: 'inputEnded', track });
}

const server: fc.Arbitrary<Occurrence> = fc.oneof(
  someCall.map(
    (call): Occurrence =>
      (harness) =>
        harness.push(call),
  ),
  someCall.map(
    (call): Occurrence =>
      (harness) =>
        answerLast(harness, { ok: true, data: call }),
  ),
  fc.constantFrom(...codes).map(
    (code): Occurrence =>
      (harness) =>
        answerLast(harness, fail(code)),
  ),
  fc.array(someCall, { maxLength: 3 }).map(
    (calls): Occurrence =>
      (harness) =>
        harness.attach(calls),
  ),
  fc.constant<Occurrence>((harness) => harness.detach()),
  fc.integer({ min: 1, max: 20_000 }).map(
    (ms): Occurrence =>
      (harness) =>
        harness.advance(ms),
  ),
);

function answerLast(harness: RecordingHarness, result: Parameters<CallsHarness['respond']>[1]): void {
  const effect = harness.takeEffect((each) => each.type === 'serverRequest');
  if (effect?.type === 'serverRequest')
    harness.dispatch({ type: 'serverResponded', request: effect.request, sentAt: harness.now, result });
}

test('in any order of events, everything that opens is released and closed calls stay closed', () => {
  const schedule = fc.array(fc.oneof(user, media, server), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(schedule, (occurrences) => {
      const harness = new RecordingHarness();
      harness.dispatch({
        type: 'signedIn',
        me: { person: { id: adaToGrace().caller.userId, name: 'Ada' }, deviceId: adaHere },
        persisted: { pendingEnds: [], inputs: null },
      });
      harness.attach();
      const violations = occurrences.map((occurrence) => {
        occurrence(harness);
        harness.dispatch({ type: 'timerFired' });
        return harness.violations();
      });
      harness.dispatch({ type: 'signedOut' });
      expect([...violations, harness.violations()].flat()).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});
