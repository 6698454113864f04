import { type ErrorCode, type WireCall, errors, fail } from '@ringback/protocol';
import type { FakeTrack } from '@ringback/rtc/testing';
import { expect, test } from 'vitest';
import { wantedPaths } from '../reducers/mediaSessions.ts';
import { nextDueAt } from '../reducers/timers.ts';
import type { Effect } from '../state/callEffect.ts';
import type { EarlySignal } from '../state/callsState.ts';
import {
  Desk,
  activeBy,
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  direct,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
  kayToAda,
  linkId,
} from './callsHarness.testing.ts';

import fc from 'fast-check';

/** Something that may happen at any moment, likely or not. */
type Happening = (desk: Watched) => void;

/** A desk that keeps account of what was opened and must be let go of. */
class Watched extends Desk {
  readonly tracks: FakeTrack[] = [];
  readonly unplugged = new Set<MediaStreamTrack>();
  placed = 0;
  readonly #done = new Set<Effect>();

  /** The newest effect of a kind that nothing has come of yet; each is answered once, as a browser and a server do. */
  once(fits: (effect: Effect) => boolean): Effect | undefined {
    const effect = this.effects.findLast((each) => fits(each) && !this.#done.has(each));
    if (effect !== undefined) this.#done.add(effect);
    return effect;
  }

  /** What does not hold, though it must whatever was decided. */
  faults(): readonly string[] {
    const { mine, over, rings } = this.state;
    const { current, incoming } = this.screen;
    const revived = [...(mine === null ? [] : [mine.id]), ...rings.map((ring) => ring.call.id)];
    return [
      ...this.#trackFaults(),
      ...this.#pathFaults(),
      ...this.#keptFaults(),
      ...revived.filter((id) => over.includes(id)).map((id) => `${id} is over and came back`),
      ...(current?.hangUp !== undefined && incoming !== null ? ['it rings in an answered call'] : []),
      ...((nextDueAt(this.state) ?? Infinity) <= this.now ? ['something is due that does not happen'] : []),
    ];
  }

  #trackFaults(): readonly string[] {
    const { mine } = this.state;
    const inputs = mine === null ? [] : [mine.microphone, mine.camera];
    const held = inputs.flatMap((input) => (input.state === 'open' ? [input.track] : []));
    return this.tracks.flatMap((track) => {
      const stops = this.stopped.filter((stopped) => stopped === track).length;
      if (held.includes(track)) return stops === 0 ? [] : [`${track.id} is held and was stopped`];
      if (this.unplugged.has(track)) return [];
      return stops === 1 ? [] : [`${track.id} was stopped ${stops} times`];
    });
  }

  #pathFaults(): readonly string[] {
    const open = new Set<string>();
    for (const effect of this.effects) {
      if (effect.type === 'warmPath' || effect.type === 'openPath') open.add(nameOfPath(effect));
      if (effect.type === 'closePath') open.delete(nameOfPath(effect));
      if (effect.type === 'receive' && !open.has(nameOfPath(effect))) return ['a signal goes to no path'];
    }
    const wanted = wantedPaths(this.state).map(nameOfPath);
    return [...open].toSorted().join() === wanted.toSorted().join()
      ? []
      : [`${open.size} paths are open, ${wanted.length} are wanted`];
  }

  /** Of a call that is over nothing is kept for its links, whether or not it ever had one. */
  #keptFaults(): readonly string[] {
    const kept = new Set<string>();
    for (const effect of this.effects) {
      if (effect.type === 'askForServers' || effect.type === 'warmPath' || effect.type === 'openPath') {
        kept.add(effect.callId);
      }
      if (effect.type === 'forgetCall') kept.delete(effect.callId);
    }
    const { mine, rings } = this.state;
    for (const { call } of rings) kept.delete(call.id);
    if (mine !== null) kept.delete(mine.id);
    return [...kept].map((id) => `${id} is over and not forgotten`);
  }
}

function nameOfPath({
  callId: id,
  peerDeviceId,
}: Pick<EarlySignal, 'callId'> & { peerDeviceId: string }): string {
  return `${id} ${peerDeviceId}`;
}

const codes = Object.keys(errors).filter((code): code is ErrorCode => code in errors);

const forms: readonly Partial<WireCall>[] = [
  {},
  { version: 2, phase: 'ringing', ringing: [graceDevice] },
  answeredBy(graceDevice),
  answeredBy(adaHere),
  answeredBy(adaElsewhere),
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

const press: fc.Arbitrary<Happening> = fc.constantFrom<Happening>(
  (desk) => desk.place(grace, 'audio', callId(String(100 + desk.placed++))),
  (desk) => desk.place(grace, 'video', callId(String(100 + desk.placed++))),
  (desk) => desk.screen.current?.cancel?.(),
  (desk) => desk.screen.current?.hangUp?.(),
  (desk) => desk.screen.current?.mute?.(),
  (desk) => desk.screen.current?.unmute?.(),
  (desk) => desk.screen.current?.turnCameraOn?.(),
  (desk) => desk.screen.current?.turnCameraOff?.(),
  (desk) => desk.screen.incoming?.accept(),
  (desk) => desk.screen.incoming?.decline(),
  (desk) => desk.screen.outcome?.close(),
  (desk) => desk.screen.outcome?.callAgain?.(),
);

const media: fc.Arbitrary<Happening> = fc.constantFrom<Happening>(
  (desk) => open(desk, 'audio'),
  (desk) => open(desk, 'video'),
  (desk) => refuse(desk),
  (desk) => unplug(desk),
  (desk) => desk.linkUp(),
  (desk) => signal(desk, '1'),
  (desk) => signal(desk, '2'),
  (desk) => desk.path({ type: 'down', linkId: linkId('11'), cause: 'silent' }),
  (desk) => desk.path({ type: 'up', linkId: linkId('12'), route: direct }, callId('1')),
  (desk) => {
    const { mine } = desk.state;
    if (mine !== null) desk.path({ type: 'message', message: { kind: 'ended', callId: mine.id, agoMs: 5 } });
  },
);

function signal(desk: Watched, id: string): void {
  desk.happens({
    type: 'signaled',
    callId: callId(id),
    from: graceDevice,
    linkId: linkId('11'),
    box: 'box',
  });
}

function open(desk: Watched, kind: 'audio' | 'video'): void {
  const effect = desk.once((each) => each.type === 'openInput' && each.kind === kind);
  if (effect !== undefined) desk.tracks.push(desk.opens(kind));
}

function refuse(desk: Watched): void {
  const effect = desk.once((each) => each.type === 'openInput');
  if (effect?.type === 'openInput') desk.refuses(effect.kind);
}

function unplug(desk: Watched): void {
  const track = desk.tracks.at(-1);
  if (track === undefined) return;
  desk.unplugged.add(track);
  desk.happens({ type: 'inputEnded', track });
}

const said: fc.Arbitrary<Happening> = fc.oneof(
  someCall.map(
    (call): Happening =>
      (desk) =>
        desk.push(call),
  ),
  someCall.map(
    (call): Happening =>
      (desk) =>
        answerLast(desk, { ok: true, data: call }),
  ),
  fc.constantFrom(...codes).map(
    (code): Happening =>
      (desk) =>
        answerLast(desk, fail(code)),
  ),
  fc.array(someCall, { maxLength: 3 }).map(
    (calls): Happening =>
      (desk) =>
        desk.attach(calls),
  ),
  fc.constant<Happening>((desk) => desk.detach()),
  fc.integer({ min: 1, max: 20_000 }).map(
    (ms): Happening =>
      (desk) =>
        desk.pass(ms),
  ),
);

function answerLast(desk: Watched, result: Parameters<Desk['answer']>[1]): void {
  const effect = desk.once((each) => each.type === 'ask');
  if (effect?.type === 'ask') desk.happens({ type: 'answered', ask: effect.ask, askedAt: desk.now, result });
}

test('whatever happens in whatever order: all that opens is let go of, and what is over stays over', () => {
  const schedule = fc.array(fc.oneof(press, media, said), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(schedule, (happenings) => {
      const desk = new Watched();
      desk.happens({
        type: 'signedIn',
        me: { person: { id: adaToGrace().caller.userId, name: 'Ada' }, deviceId: adaHere },
        kept: { ends: [], inputs: null },
      });
      desk.attach();
      const faults = happenings.map((happening) => {
        happening(desk);
        desk.happens({ type: 'timePassed' });
        return desk.faults();
      });
      desk.happens({ type: 'signedOut' });
      expect([...faults, desk.faults()].flat()).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});
