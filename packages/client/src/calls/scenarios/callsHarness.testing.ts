import {
  CallId,
  DeviceId,
  type ErrorCode,
  LinkId,
  type Media,
  type Person,
  type Result,
  type Route,
  UserId,
  type WireCall,
  defaultSettings,
  fail,
} from '@ringback/protocol';
import type { MediaSessionEvent } from '@ringback/rtc';
import { FakeStream, FakeTrack } from '@ringback/rtc/testing';
import * as v from 'valibot';
import { decide } from '../reducers/callsReducer.ts';
import { nextDueAt } from '../reducers/timers.ts';
import type { CallScreen, CurrentCall } from '../selectors/callScreen.ts';
import { screenOf } from '../selectors/selectCallScreen.ts';
import type { CallsEvent, InputKind } from '../state/callAction.ts';
import type { Ask, CallRequest, Effect, InputEffect } from '../state/callEffect.ts';
import type { Kept } from '../state/callStorage.ts';
import { type CallsState, nobody } from '../state/callsState.ts';
import type { Attachment } from '../../connection/signalingClient.ts';
import type { Equipment } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';

const uuid = (end: string): string => `00000000-0000-4000-8000-${end.padStart(12, '0')}`;

export const callId = (end: string): CallId => v.parse(CallId, uuid(end));
const deviceId = (end: string): DeviceId => v.parse(DeviceId, uuid(end));
export const linkId = (end: string): LinkId => v.parse(LinkId, uuid(end));
const person = (end: string, name: string): Person => ({ id: v.parse(UserId, uuid(end)), name });

export const ada = person('a1', 'Ada');
export const grace = person('b1', 'Grace');
const kay = person('c1', 'Kay');
export const adaHere = deviceId('aa');
export const adaElsewhere = deviceId('ab');
export const graceDevice = deviceId('bb');
const kayDevice = deviceId('cc');
export const direct: Route = { path: 'direct', transport: 'udp' };

const placedAt = 5_000_000;

/** A call of Ada's to Grace, as the server tells it; `changes` say how far it has come. */
export function adaToGrace(changes: Partial<WireCall> = {}): WireCall {
  return {
    id: callId('1'),
    version: 1,
    phase: 'calling',
    media: 'audio',
    caller: { userId: ada.id, deviceId: adaHere, name: ada.name },
    callee: { userId: grace.id, name: grace.name },
    placedAt,
    ringDeadlineAt: placedAt + 45_000,
    warm: 'all',
    ...changes,
  };
}

/** A call of Grace's to Ada. */
export function graceToAda(changes: Partial<WireCall> = {}): WireCall {
  return adaToGrace({
    id: callId('2'),
    caller: { userId: grace.id, deviceId: graceDevice, name: grace.name },
    callee: { userId: ada.id, name: ada.name },
    ...changes,
  });
}

/** A call of Kay's to Ada. */
export function kayToAda(changes: Partial<WireCall> = {}): WireCall {
  return graceToAda({
    id: callId('3'),
    caller: { userId: kay.id, deviceId: kayDevice, name: kay.name },
    ...changes,
  });
}

/** How a call looks once somebody has answered it. */
export function answeredBy(device: DeviceId, version = 3): Partial<WireCall> {
  const at = placedAt + 2_000;
  return { version, phase: 'connecting', answeredBy: device, answeredAt: at, answeredMedia: 'audio' };
}

/** How an answered call looks once media comes in. */
export function activeBy(device: DeviceId, version = 4): Partial<WireCall> {
  const connectedAt = placedAt + 2_500;
  return { ...answeredBy(device, version), phase: 'active', connectedAt, route: direct };
}

export function endedBy(end: Omit<NonNullable<WireCall['end']>, 'at'>, version = 9): Partial<WireCall> {
  return { version, phase: 'ended', end: { at: placedAt + 10_000, ...end } };
}

type Opening = InputEffect & { type: 'openInput' };

/** Ada's device without its device: events go in, and what was decided is kept to be looked at. */
export class Desk {
  state: CallsState = nobody;
  now = placedAt;
  /** Everything that was to be done since the last `clear`. */
  effects: Effect[] = [];

  /** Signed in and with the server. */
  static online(kept?: Kept): Desk {
    const desk = Desk.offline(kept);
    desk.attach();
    desk.clear();
    return desk;
  }

  static offline(kept: Kept = { ends: [], inputs: null }): Desk {
    const desk = new Desk();
    desk.happens({ type: 'signedIn', me: { person: ada, deviceId: adaHere }, kept });
    return desk;
  }

  happens(event: CallsEvent): void {
    const { state, effects } = decide(this.state, event, this.now);
    this.state = state;
    this.effects.push(...effects);
  }

  clear(): void {
    this.effects = [];
  }

  /** Lets time pass as the one timer does: whatever falls due on the way happens then. */
  pass(byMs: number): void {
    const end = this.now + byMs;
    for (let due = nextDueAt(this.state); due !== undefined && due <= end; due = nextDueAt(this.state)) {
      this.now = Math.max(this.now, due);
      this.happens({ type: 'timePassed' });
    }
    this.now = end;
  }

  attach(calls: readonly WireCall[] = [], carried: Attachment['carried'] = []): void {
    const hello: Attachment['hello'] = {
      me: ada,
      device: { id: adaHere },
      calls: [...calls],
      settings: defaultSettings,
      canRelay: true,
      missed: 0,
      serverTime: this.now,
    };
    this.happens({
      type: 'attached',
      attachment: { hello, sentAt: this.now, receivedAt: this.now, carried },
    });
  }

  detach(): void {
    this.happens({ type: 'detached' });
  }

  /** Presses call; the browser needs not ask for the microphone. */
  place(to: Person = grace, media: Media = 'audio', id = callId('1')): void {
    this.happens({ type: 'placePressed', callId: id, to, media });
    this.happens({ type: 'permissionKnown', key: id, permission: 'granted' });
  }

  accept(call: WireCall, media: Media = call.media): void {
    this.happens({ type: 'acceptPressed', callId: call.id, media });
  }

  push(call: WireCall): void {
    this.happens({ type: 'changed', call });
  }

  /** The server answers the last request of a name. */
  answer(name: CallRequest, result: Result<WireCall>): void {
    const ask = this.asks(name).at(-1);
    if (ask === undefined) throw new Error(`Nobody asked ${name}`);
    this.happens({ type: 'answered', ask, askedAt: this.now, result });
  }

  ok(name: CallRequest, call: WireCall): void {
    this.answer(name, { ok: true, data: call });
  }

  no(name: CallRequest, code: ErrorCode): void {
    this.answer(name, fail(code));
  }

  /** The input that was asked for last opens; what comes of it is its track. */
  opens(kind: InputKind, label = `Some ${kind}`): FakeTrack {
    return this.opensFor(this.opening(kind), label);
  }

  /** An input opens that was asked for at some time. */
  opensFor({ key, kind, wanted }: Opening, label = `Some ${kind}`): FakeTrack {
    const pieceId = wanted ?? `id of ${label}`;
    const track = new FakeTrack(kind, `${kind}-${this.effects.length}`, label, pieceId);
    const stream = new FakeStream('stream', [track]);
    const opened = { ok: true, track, stream, pieceId, label, isHeld: false } as const;
    this.happens({ type: 'opened', key, kind, ...(wanted !== undefined && { wanted }), opened });
    return track;
  }

  refuses(kind: InputKind, failure: CaptureFailure = 'notAllowed'): void {
    const { key, wanted } = this.opening(kind);
    const opened = { ok: false, failure } as const;
    this.happens({ type: 'opened', key, kind, ...(wanted !== undefined && { wanted }), opened });
  }

  /** The last request to open an input. */
  opening(kind: InputKind): Opening {
    const effect = this.effects.findLast((each) => each.type === 'openInput' && each.kind === kind);
    if (effect?.type !== 'openInput') throw new Error(`Nobody wants ${kind}`);
    return effect;
  }

  /** What is plugged in changes, or is looked at for the first time. */
  sees(pieces: Partial<Equipment['pieces']>, cause: 'looked' | 'changed' = 'changed'): void {
    const { equipment, chosen } = this.state;
    const seen = { pieces: { ...equipment.pieces, ...pieces }, unnamed: [] };
    this.happens({ type: 'equipmentSeen', cause, equipment: seen, chosen });
  }

  path(event: MediaSessionEvent, id = this.state.mine?.id ?? callId('0'), from = graceDevice): void {
    this.happens({ type: 'path', callId: id, from, event });
  }

  linkUp(link = linkId('11')): void {
    this.path({ type: 'up', linkId: link, route: direct });
  }

  /** What was asked of the server, in order. */
  asks<N extends CallRequest>(name: N): readonly (Ask & { name: N })[] {
    return this.effects
      .filter((effect) => effect.type === 'ask')
      .map((effect) => effect.ask)
      .filter((ask): ask is Ask & { name: N } => ask.name === name);
  }

  /** The names of all that was asked of the server, in order. */
  get asked(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.type === 'ask' ? [effect.ask.name] : []));
  }

  get stopped(): readonly MediaStreamTrack[] {
    return this.effects.flatMap((effect) => (effect.type === 'stopTrack' ? [effect.track] : []));
  }

  /** How often something is to be done. */
  count(type: Effect['type']): number {
    return this.effects.filter((effect) => effect.type === type).length;
  }

  get screen(): CallScreen {
    return screenOf(this.state, {
      dispatch: (event) => this.happens(event),
      place: (to, media) => this.place(to, media, callId('99')),
    });
  }

  get current(): CurrentCall {
    const { current } = this.screen;
    if (current === null) throw new Error('There is no call.');
    return current;
  }

  get status(): string | undefined {
    return this.screen.current?.status.kind;
  }

  get remarks(): readonly string[] {
    return this.screen.remarks.map(({ kind }) => kind);
  }

  /** Ada's own call, answered by Grace, with media coming in. */
  static talking(): Desk {
    const desk = Desk.online();
    desk.place();
    desk.opens('audio');
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace(answeredBy(graceDevice)));
    desk.linkUp();
    desk.ok('call:linkUp', adaToGrace(activeBy(graceDevice)));
    desk.clear();
    return desk;
  }
}
