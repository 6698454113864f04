import {
  CallId,
  defaultSettings,
  DeviceId,
  fail,
  LinkId,
  UserId,
  type ErrorCode,
  type Media,
  type Person,
  type Result,
  type Route,
  type WireCall,
} from '@ringback/protocol';
import type { MediaSessionEvent } from '@ringback/rtc';
import { FakeStream, FakeTrack } from '@ringback/rtc/testing';
import * as v from 'valibot';
import type { Attachment } from '../../connection/signalingClient.ts';
import type { MediaDevices } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import { reduce } from '../reducers/callsReducer.ts';
import { nextDeadline } from '../reducers/timers.ts';
import type { CallScreen, CurrentCall } from '../selectors/callScreen.ts';
import { selectCallScreen } from '../selectors/selectCallScreen.ts';
import type { CallAction } from '../state/callAction.ts';
import type { CallRequestName, Effect, InputEffect, ServerRequest } from '../state/callEffect.ts';
import type { PersistedCalls } from '../state/callStorage.ts';
import { signedOutState, type CallsState, type InputKind } from '../state/callsState.ts';

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
export const kayDevice = deviceId('cc');
export const direct: Route = { path: 'direct', transport: 'udp' };

const placedAt = 5_000_000;

/** A call from Ada to Grace, as the server sends it; `changes` give its progress. */
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

/** A call from Grace to Ada. */
export function graceToAda(changes: Partial<WireCall> = {}): WireCall {
  return adaToGrace({
    id: callId('2'),
    caller: { userId: grace.id, deviceId: graceDevice, name: grace.name },
    callee: { userId: ada.id, name: ada.name },
    ...changes,
  });
}

/** A call from Kay to Ada. */
export function kayToAda(changes: Partial<WireCall> = {}): WireCall {
  return graceToAda({
    id: callId('3'),
    caller: { userId: kay.id, deviceId: kayDevice, name: kay.name },
    ...changes,
  });
}

/** The fields of a call that a device has answered. */
export function answeredBy(device: DeviceId, version = 3): Partial<WireCall> {
  const at = placedAt + 2_000;
  return { version, phase: 'connecting', answeredBy: device, answeredAt: at, answeredMedia: 'audio' };
}

/** The fields of an answered call whose media is up. */
export function activeBy(device: DeviceId, version = 4): Partial<WireCall> {
  const connectedAt = placedAt + 2_500;
  return { ...answeredBy(device, version), phase: 'active', connectedAt, route: direct };
}

export function endedBy(end: Omit<NonNullable<WireCall['end']>, 'at'>, version = 9): Partial<WireCall> {
  return { version, phase: 'ended', end: { at: placedAt + 10_000, ...end } };
}

type Opening = InputEffect & { type: 'openInput' };

/**
 * Runs the reducer and the screen selectors for Ada's device, and records the effects instead of running
 * them.
 */
export class CallsHarness {
  state: CallsState = signedOutState;
  now = placedAt;
  /** All effects since the last `clear`. */
  effects: Effect[] = [];

  /** Signed in and connected to the server. */
  static online(persisted?: PersistedCalls): CallsHarness {
    const harness = CallsHarness.offline(persisted);
    harness.attach();
    harness.clear();
    return harness;
  }

  static offline(persisted: PersistedCalls = { pendingEnds: [], inputs: null }): CallsHarness {
    const harness = new CallsHarness();
    harness.dispatch({ type: 'signedIn', me: { person: ada, deviceId: adaHere }, persisted });
    return harness;
  }

  dispatch(action: CallAction): void {
    const { state, effects } = reduce(this.state, action, this.now);
    this.state = state;
    this.effects.push(...effects);
  }

  clear(): void {
    this.effects = [];
  }

  /** Advances the clock and fires the timer at each deadline on the way. */
  advance(byMs: number): void {
    const end = this.now + byMs;
    for (
      let due = nextDeadline(this.state);
      due !== undefined && due <= end;
      due = nextDeadline(this.state)
    ) {
      this.now = Math.max(this.now, due);
      this.dispatch({ type: 'timerFired' });
    }
    this.now = end;
  }

  /** The answer to a hello at this moment. */
  hello(calls: readonly WireCall[]): Attachment['hello'] {
    return {
      me: ada,
      device: { id: adaHere },
      calls: [...calls],
      settings: defaultSettings,
      canRelay: true,
      missed: 0,
      serverTime: this.now,
    };
  }

  attach(calls: readonly WireCall[] = [], carried: Attachment['carried'] = []): void {
    const hello = this.hello(calls);
    this.dispatch({
      type: 'attached',
      attachment: { hello, sentAt: this.now, receivedAt: this.now, carried },
    });
  }

  detach(): void {
    this.dispatch({ type: 'detached' });
  }

  /** Presses Call; the microphone permission is granted already. */
  place(to: Person = grace, media: Media = 'audio', id = callId('1')): void {
    this.dispatch({ type: 'placePressed', callId: id, to, media });
    this.dispatch({ type: 'permissionKnown', key: id, permission: 'granted' });
  }

  accept(call: WireCall, media: Media = call.media): void {
    this.dispatch({ type: 'acceptPressed', callId: call.id, media });
  }

  push(call: WireCall): void {
    this.dispatch({ type: 'callChanged', call });
  }

  /** Responds to the latest request of this name. */
  respond(name: CallRequestName, result: Result<WireCall>): void {
    const request = this.requests(name).at(-1);
    if (request === undefined) throw new Error(`There is no request ${name}.`);
    this.dispatch({ type: 'serverResponded', request, sentAt: this.now, result });
  }

  resolve(name: CallRequestName, call: WireCall): void {
    this.respond(name, { ok: true, data: call });
  }

  reject(name: CallRequestName, code: ErrorCode): void {
    this.respond(name, fail(code));
  }

  /** Opens the latest requested input and returns its track. */
  openInput(kind: InputKind, label = `Some ${kind}`): FakeTrack {
    return this.openInputFor(this.inputRequest(kind), label);
  }

  /** Opens an input for an earlier request. */
  openInputFor({ key, kind, requestedId }: Opening, label = `Some ${kind}`): FakeTrack {
    const mediaDeviceId = requestedId ?? `id of ${label}`;
    const track = new FakeTrack(kind, `${kind}-${this.effects.length}`, label, mediaDeviceId);
    const stream = new FakeStream('stream', [track]);
    const result = { ok: true, track, stream, mediaDeviceId, label, isSystemMuted: false } as const;
    this.dispatch({
      type: 'inputOpened',
      key,
      kind,
      ...(requestedId !== undefined && { requestedId }),
      result,
    });
    return track;
  }

  failInput(kind: InputKind, failure: CaptureFailure = 'notAllowed'): void {
    const { key, requestedId } = this.inputRequest(kind);
    const result = { ok: false, failure } as const;
    this.dispatch({
      type: 'inputOpened',
      key,
      kind,
      ...(requestedId !== undefined && { requestedId }),
      result,
    });
  }

  /** The latest request to open an input. */
  inputRequest(kind: InputKind): Opening {
    const effect = this.effects.findLast((each) => each.type === 'openInput' && each.kind === kind);
    if (effect?.type !== 'openInput') throw new Error(`There is no request for ${kind}.`);
    return effect;
  }

  /** Changes the list of devices, or lists them for the first time. */
  listDevices(devices: Partial<MediaDevices['devices']>, cause: 'listed' | 'changed' = 'changed'): void {
    const { mediaDevices, preferredDevices } = this.state;
    const seen = { devices: { ...mediaDevices.devices, ...devices }, unnamed: [] };
    this.dispatch({ type: 'devicesListed', cause, mediaDevices: seen, preferredDevices });
  }

  sessionEvent(
    event: MediaSessionEvent,
    id = this.state.currentCall?.id ?? callId('0'),
    from = graceDevice,
  ): void {
    this.dispatch({ type: 'mediaSessionEvent', callId: id, from, event });
  }

  linkUp(link = linkId('11')): void {
    this.sessionEvent({ type: 'up', linkId: link, route: direct });
  }

  /** The requests of this name, in order. */
  requests<N extends CallRequestName>(name: N): readonly (ServerRequest & { name: N })[] {
    return this.effects
      .filter((effect) => effect.type === 'serverRequest')
      .map((effect) => effect.request)
      .filter((request): request is ServerRequest & { name: N } => request.name === name);
  }

  /** The names of all requests, in order. */
  get requestNames(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.type === 'serverRequest' ? [effect.request.name] : []));
  }

  get stopped(): readonly MediaStreamTrack[] {
    return this.effects.flatMap((effect) => (effect.type === 'stopTrack' ? [effect.track] : []));
  }

  /** The number of effects of this type. */
  count(type: Effect['type']): number {
    return this.effects.filter((effect) => effect.type === type).length;
  }

  get screen(): CallScreen {
    return selectCallScreen(this.state, {
      dispatch: (action) => this.dispatch(action),
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

  get toasts(): readonly string[] {
    return this.screen.toasts.map(({ kind }) => kind);
  }

  /** A call that Ada placed and Grace answered, with its media up. */
  static inCall(): CallsHarness {
    const harness = CallsHarness.online();
    harness.place();
    harness.openInput('audio');
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(answeredBy(graceDevice)));
    harness.linkUp();
    harness.resolve('call:linkUp', adaToGrace(activeBy(graceDevice)));
    harness.clear();
    return harness;
  }
}
