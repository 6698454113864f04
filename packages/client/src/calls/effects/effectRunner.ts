import type { CallId, CarryingLink } from '@ringback/protocol';
import type { SignalingClient } from '../../connection/signalingClient.ts';
import type { Trace } from '../../platform/trace.ts';
import type { CallAction } from '../state/callAction.ts';
import type { Effect, ServerRequest } from '../state/callEffect.ts';
import type { QualityLog } from '../state/qualityLog.ts';
import type { CallTraceEntry } from '../state/callTrace.ts';
import { CallMediaSessions, type MediaSessionPorts } from './callMediaSessions.ts';
import { InputEffectRunner, type InputPorts } from './inputEffectRunner.ts';
import { ScreenEffectRunner, type ScreenPorts } from './screenEffectRunner.ts';

export type EffectPorts = InputPorts & ScreenPorts & MediaSessionPorts;

interface EffectDeps {
  readonly ports: EffectPorts;
  readonly signaling: SignalingClient;
  /** Whether sessions that are opened now must hide this device's address. */
  readonly alwaysRelay: () => boolean;
  readonly trace: Trace<CallTraceEntry>;
  readonly quality?: QualityLog;
  readonly dispatch: (action: CallAction) => void;
}

/** Runs the reducer's effects and dispatches their results as actions. Makes no decisions of its own. */
export class CallEffectRunner {
  readonly #deps: EffectDeps;
  readonly #inputs: InputEffectRunner;
  readonly #screen: ScreenEffectRunner;
  readonly #sessions = new Map<CallId, CallMediaSessions>();

  constructor(deps: EffectDeps) {
    this.#deps = deps;
    this.#inputs = new InputEffectRunner(deps.ports, deps.dispatch);
    this.#screen = new ScreenEffectRunner(deps.ports, deps.dispatch);
  }

  /** The links over which media comes in at this moment. */
  carrying(): CarryingLink[] {
    return [...this.#sessions.values()].flatMap((sessions) => sessions.carrying());
  }

  /** Dispatches the list of devices now and after each change, until `close`. */
  watchDevices(): void {
    this.#inputs.watch();
  }

  close(): void {
    this.#inputs.close();
  }

  run(effect: Effect): void {
    switch (effect.type) {
      case 'serverRequest':
        return void this.#request(effect.request);
      case 'measureClock':
        return void this.#measureClock();
      case 'queryMicrophonePermission':
        return void this.#queryMicrophonePermission(effect.key);
      case 'openInput':
      case 'stopTrack':
      case 'enableTrack':
      case 'monitorMicrophone':
      case 'processInput':
      case 'listDevices':
      case 'savePreferredDevice':
        return this.#inputs.run(effect);
      case 'openScreen':
      case 'tuneScreen':
        return this.#screen.run(effect);
      case 'prefetchIceServers':
        return this.#sessionsOf(effect.callId).prefetchIceServers();
      case 'warmUpMediaSession':
      case 'openMediaSession':
        return this.#sessionsOf(effect.callId).open(effect);
      case 'closeMediaSession':
        return this.#sessions.get(effect.callId)?.close(effect.peerDeviceId);
      case 'releaseMediaSessions':
        return void this.#sessions.delete(effect.callId);
      case 'sendTracks':
        return this.#sessions.get(effect.callId)?.sendTracks(effect.tracks);
      case 'receiveSignal':
        return this.#sessions.get(effect.callId)?.receive(effect.peerDeviceId, effect.linkId, effect.box);
      case 'sendPeerMessage':
        return this.#sessions.get(effect.callId)?.sendMessage(effect.message);
      case 'signalingRestored':
        return this.#sessions.get(effect.callId)?.signalingRestored();
    }
  }

  async #request(request: ServerRequest): Promise<void> {
    const { ports, signaling, dispatch } = this.#deps;
    const sentAt = ports.clock.now();
    const result = await signaling.request(request.name, request.payload);
    dispatch({ type: 'serverResponded', request, sentAt, result });
  }

  async #measureClock(): Promise<void> {
    const { ports, signaling, dispatch } = this.#deps;
    const sentAt = ports.clock.now();
    const result = await signaling.request('session:time', {});
    if (result.ok) dispatch({ type: 'clockMeasured', sentAt, serverTime: result.data.serverTime });
  }

  /** Synchronous where possible: a cancel that follows at once must find the call already placed. */
  async #queryMicrophonePermission(key: CallId): Promise<void> {
    const { ports, dispatch } = this.#deps;
    const known = ports.capture.knownPermission('audio');
    const permission = known ?? (await ports.capture.permission('audio').catch(() => 'unknown' as const));
    dispatch({ type: 'permissionKnown', key, permission });
  }

  #sessionsOf(callId: CallId): CallMediaSessions {
    const known = this.#sessions.get(callId);
    if (known !== undefined) return known;
    const { dispatch } = this.#deps;
    const sessions = new CallMediaSessions({
      ...this.#deps,
      callId,
      onEvent: (from, event) => dispatch({ type: 'mediaSessionEvent', callId, from, event }),
    });
    this.#sessions.set(callId, sessions);
    return sessions;
  }
}
