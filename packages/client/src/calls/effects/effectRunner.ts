import type { CallId, CarryingLink, Result, WireCall } from '@ringback/protocol';
import type { CallAction } from '../state/callAction.ts';
import type { ServerRequest, Effect } from '../state/callEffect.ts';
import type { SignalingClient } from '../../connection/signalingClient.ts';
import { CallMediaSessions, type MediaSessionPorts } from './callMediaSessions.ts';
import { InputEffectRunner, type InputPorts } from './inputEffectRunner.ts';

/** What calls need of the machine. */
export type CallPorts = InputPorts & MediaSessionPorts;

/** Carries out what was decided, and brings back as events what comes of it. Nothing is decided here. */
export class CallEffectRunner {
  readonly #ports: CallPorts;
  readonly #signaling: SignalingClient;
  readonly #alwaysRelay: () => boolean;
  readonly #dispatch: (event: CallAction) => void;
  readonly #inputs: InputEffectRunner;
  readonly #sessions = new Map<CallId, CallMediaSessions>();

  constructor(
    ports: CallPorts,
    signaling: SignalingClient,
    alwaysRelay: () => boolean,
    dispatch: (event: CallAction) => void,
  ) {
    this.#ports = ports;
    this.#signaling = signaling;
    this.#alwaysRelay = alwaysRelay;
    this.#dispatch = dispatch;
    this.#inputs = new InputEffectRunner(ports, dispatch);
  }

  /** The links over which media comes in at this moment. */
  carrying(): CarryingLink[] {
    return [...this.#sessions.values()].flatMap((sessions) => sessions.carrying());
  }

  /** Finds out what is plugged in, and goes on telling until `close`. */
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
      case 'queryMicrophonePermission':
        return void this.#checkMicrophone(effect.key);
      case 'openInput':
      case 'stopTrack':
      case 'enableTrack':
      case 'monitorMicrophone':
      case 'savePreferredDevice':
        return this.#inputs.run(effect);
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
        return this.#sessions
          .get(effect.callId)
          ?.receiveSignal(effect.peerDeviceId, effect.linkId, effect.box);
      case 'sendPeerMessage':
        return this.#sessions.get(effect.callId)?.sendMessage(effect.message);
      case 'signalingRestored':
        return this.#sessions.get(effect.callId)?.signalingRestored();
    }
  }

  async #request(request: ServerRequest): Promise<void> {
    const sentAt = this.#ports.clock.now();
    this.#dispatch({
      type: 'serverResponded',
      request,
      sentAt,
      result: await askServer(this.#signaling, request),
    });
  }

  /** Without waiting where that is possible: a cancel that follows at once must find the call placed. */
  async #checkMicrophone(key: CallId): Promise<void> {
    const { capture } = this.#ports;
    const permission = capture.knownPermission('audio') ?? (await capture.permission('audio'));
    this.#dispatch({ type: 'permissionKnown', key, permission });
  }

  #sessionsOf(callId: CallId): CallMediaSessions {
    const known = this.#sessions.get(callId);
    if (known !== undefined) return known;
    const sessions = new CallMediaSessions({
      ports: this.#ports,
      signaling: this.#signaling,
      callId,
      alwaysRelay: this.#alwaysRelay,
      onEvent: (from, event) => this.#dispatch({ type: 'mediaSessionEvent', callId, from, event }),
    });
    this.#sessions.set(callId, sessions);
    return sessions;
  }
}

/** Every one of these requests is answered with the call; spelled out, so that each payload is checked against its own. */
function askServer(signaling: SignalingClient, request: ServerRequest): Promise<Result<WireCall>> {
  switch (request.name) {
    case 'call:get':
    case 'call:ringing':
    case 'call:decline':
      return signaling.request(request.name, request.payload);
    case 'call:place':
      return signaling.request(request.name, request.payload);
    case 'call:accept':
      return signaling.request(request.name, request.payload);
    case 'call:end':
      return signaling.request(request.name, request.payload);
    case 'call:linkUp':
      return signaling.request(request.name, request.payload);
    case 'call:linkDown':
      return signaling.request(request.name, request.payload);
  }
}
