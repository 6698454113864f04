import {
  type DeviceId,
  type LinkId,
  type Result,
  type WireCall,
  bounds,
  roleOf,
  sameRoute,
} from '@ringback/protocol';
import type { MediaSessionEvent } from '@ringback/rtc';
import type { CallsEvent } from '../state/callAction.ts';
import { type Effect, type Step, asking, step, withMine } from '../state/callEffect.ts';
import type { CallsState, EarlySignal, LinkState, MyCall, Talking } from '../state/callsState.ts';
import { peerEnded } from './callEnd.ts';
import { listenToMine, sendTracks, tellSending } from './inputs.ts';
import { acceptingSignaled, receive, ringSignaled } from './mediaSessions.ts';
import { remark } from './toasts.ts';

/** A signal may be ahead of the news that its call was answered; it is kept for this long, and so many of them. */
const keepEarlyForMs = 5_000;
const mostEarly = 32;

/** The call is answered and this device is in it: its media path opens. */
export function startTalking(
  state: CallsState,
  mine: MyCall,
  call: WireCall,
  peerDeviceId: DeviceId,
  now: number,
): Step {
  const stage: Talking = {
    name: 'talking',
    call,
    peerDeviceId,
    theirMedia: null,
    pollAt: now + bounds.pollMs,
    link: { state: 'none' },
    toldLink: { state: 'none' },
    theirs: { microphone: 'on', camera: 'off' },
  };
  const talking: MyCall = { ...mine, stage };
  const role = state.me === null ? undefined : roleOf(call, state.me.person.id);
  if (role === undefined) return step(state);
  const { warm } = call;
  const fits = (signal: EarlySignal): boolean => signal.callId === call.id && signal.from === peerDeviceId;
  const waiting = freshSignals(state, now).filter(fits);
  const after = { ...state, early: state.early.filter((signal) => !fits(signal)) };
  return withMine(after, talking, [
    { type: 'openPath', callId: call.id, role, peerDeviceId, warm },
    ...sendTracks(talking),
    ...waiting.map(receive),
  ]);
}

/** What the other device sent through the server: for the path, or kept for it until it is open. */
export function signaled(state: CallsState, signal: EarlySignal): Step {
  const { mine } = state;
  const { callId, from } = signal;
  if (mine?.id === callId) return mySignaled(state, mine, signal);
  if (state.over.includes(callId)) return step(state);
  const ring = state.rings.find(({ call }) => call.id === callId);
  const connects = ring?.sinceMs !== undefined && ring.call.caller.deviceId === from;
  return connects ? ringSignaled(state, ring, signal) : keepEarly(state, signal);
}

function mySignaled(state: CallsState, mine: MyCall, signal: EarlySignal): Step {
  const { stage } = mine;
  switch (stage.name) {
    case 'asking':
    case 'placing':
      return keepEarly(state, signal);
    case 'waiting':
      return stage.warm.includes(signal.from) ? step(state, [receive(signal)]) : keepEarly(state, signal);
    case 'accepting':
      return signal.from === stage.call.caller.deviceId
        ? acceptingSignaled(state, mine, stage, signal)
        : keepEarly(state, signal);
    case 'talking':
      return step(state, signal.from === stage.peerDeviceId ? [receive(signal)] : []);
  }
}

function keepEarly(state: CallsState, signal: EarlySignal): Step {
  return step({ ...state, early: [...freshSignals(state, signal.at), signal].slice(-mostEarly) });
}

function freshSignals(state: CallsState, now: number): readonly EarlySignal[] {
  return state.early.filter(({ at }) => now - at < keepEarlyForMs);
}

/** The media path says something. One that belongs to another call, or to no answer, says nothing that counts. */
export function pathSaid(
  state: CallsState,
  { callId, from, event }: CallsEvent & { type: 'path' },
  now: number,
): Step {
  const { mine } = state;
  if (mine?.id !== callId || mine.stage.name !== 'talking') return step(state);
  const { stage } = mine;
  if (stage.peerDeviceId !== from) return step(state);
  switch (event.type) {
    case 'up':
      return linkUp(state, mine, stage, event, now);
    case 'down': {
      const { linkId, cause } = event;
      return tellLink(
        state,
        withStage(mine, { ...stage, link: { state: 'down', linkId, cause }, pollAt: now + bounds.pollMs }),
      );
    }
    case 'media':
      return withMine(state, withStage(mine, { ...stage, theirMedia: event.stream }));
    case 'message':
      return peerSaid(state, mine, stage, event, now);
  }
}

function linkUp(
  state: CallsState,
  mine: MyCall,
  stage: Talking,
  { linkId, route, gap }: MediaSessionEvent & { type: 'up' },
  now: number,
): Step {
  const link: LinkState = { state: 'up', linkId, route, ...(gap !== undefined && { gap }) };
  const up = withStage(mine, {
    ...stage,
    link,
    route,
    upSince: stage.upSince ?? now,
    pollAt: now + bounds.pollMs,
  });
  const told = tellLink(state, up);
  const hasSwitched = stage.route?.path === 'direct' && route.path === 'relay';
  const said = hasSwitched ? remark(told.state, mine.id, { kind: 'switchedToRelay' }, now) : told.state;
  return step(said, [...told.effects, ...tellSending(up), ...listenToMine(up)]);
}

function peerSaid(
  state: CallsState,
  mine: MyCall,
  stage: Talking,
  { message }: MediaSessionEvent & { type: 'message' },
  now: number,
): Step {
  switch (message.kind) {
    case 'moved':
      // Between the two paths; what comes of it is that the link is up.
      return step(state);
    case 'ended':
      return message.callId === mine.id ? peerEnded(state, mine, message.agoMs, now) : step(state);
    case 'sending': {
      const { microphone, camera } = message;
      return withMine(state, withStage(mine, { ...stage, theirs: { microphone, camera } }));
    }
  }
}

/** Tells the server what the path said last, if it does not know. */
export function tellLink(state: CallsState, mine: MyCall): Step {
  if (mine.stage.name !== 'talking' || isSameLink(mine.stage.link, mine.stage.toldLink)) {
    return withMine(state, mine);
  }
  return withMine(state, mine, linkAsk(state, mine, mine.stage.link));
}

function linkAsk(state: CallsState, { id: callId }: MyCall, link: LinkState): readonly Effect[] {
  switch (link.state) {
    case 'none':
      return [];
    case 'up': {
      const { linkId, route, gap } = link;
      const missed = gap === undefined ? {} : { gapMs: Math.min(gap.ms, bounds.gapMs), cause: gap.cause };
      return asking(state, { name: 'call:linkUp', payload: { callId, linkId, route, ...missed } });
    }
    case 'down': {
      const { linkId, cause } = link;
      return asking(state, { name: 'call:linkDown', payload: { callId, linkId, cause } });
    }
  }
}

/** The server answered to a word on the link; one that was overtaken meanwhile is still the last that it knows. */
export function linkTold(state: CallsState, callId: WireCall['id'], link: LinkState): CallsState {
  const { mine } = state;
  if (mine?.id !== callId || mine.stage.name !== 'talking') return state;
  return { ...state, mine: withStage(mine, { ...mine.stage, toldLink: link }) };
}

/** The server could not take it in now: it is told again when it says, or with the next look. */
export function linkUntold(
  state: CallsState,
  callId: WireCall['id'],
  result: Result<never>,
  now: number,
): CallsState {
  const { mine } = state;
  if (result.ok || mine?.id !== callId || mine.stage.name !== 'talking') return state;
  const retryAt = now + (result.error.retryAfterMs ?? bounds.pollMs);
  return { ...state, mine: withStage(mine, { ...mine.stage, pollAt: Math.min(mine.stage.pollAt, retryAt) }) };
}

/**
 * The server can be asked again: the path goes on with what waited for that, and the server is told what it missed.
 * `carried` is the link that the hello named; without one the server takes it that nothing comes in.
 */
export function reattached(
  state: CallsState,
  mine: MyCall,
  stage: Talking,
  carried: { readonly linkId: LinkId; readonly route: Talking['route'] & {} } | undefined,
): Step {
  const toldLink: LinkState = carried === undefined ? { state: 'none' } : { state: 'up', ...carried };
  const told = tellLink(state, withStage(mine, { ...stage, toldLink }));
  return step(told.state, [{ type: 'signalingIsBack', callId: mine.id }, ...told.effects]);
}

function withStage(mine: MyCall, stage: Talking): MyCall {
  return { ...mine, stage };
}

/** Whether two words on a link say the same. */
export function isSameLink(a: LinkState, b: LinkState): boolean {
  if (a.state === 'none' || b.state === 'none') return a.state === b.state;
  if (a.state !== b.state || a.linkId !== b.linkId) return false;
  if (a.state === 'down' || b.state === 'down') return true;
  return sameRoute(a.route, b.route);
}
