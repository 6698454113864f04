import type { CallId, CarryingLink, Result, WireCall } from '@ringback/protocol';
import type { CallsEvent } from '../state/callAction.ts';
import type { Ask, Effect } from '../state/callEffect.ts';
import type { SignalingClient } from '../../connection/signalingClient.ts';
import { CallPaths, type PathPorts } from './callMediaSessions.ts';
import { InputEffects, type InputPorts } from './inputEffectRunner.ts';

/** What calls need of the machine. */
export type CallPorts = InputPorts & PathPorts;

/** Carries out what was decided, and brings back as events what comes of it. Nothing is decided here. */
export class CallEffects {
  readonly #ports: CallPorts;
  readonly #signaling: SignalingClient;
  readonly #alwaysRelay: () => boolean;
  readonly #dispatch: (event: CallsEvent) => void;
  readonly #inputs: InputEffects;
  readonly #paths = new Map<CallId, CallPaths>();

  constructor(
    ports: CallPorts,
    signaling: SignalingClient,
    alwaysRelay: () => boolean,
    dispatch: (event: CallsEvent) => void,
  ) {
    this.#ports = ports;
    this.#signaling = signaling;
    this.#alwaysRelay = alwaysRelay;
    this.#dispatch = dispatch;
    this.#inputs = new InputEffects(ports, dispatch);
  }

  /** The links over which media comes in at this moment. */
  carrying(): CarryingLink[] {
    return [...this.#paths.values()].flatMap((paths) => paths.carrying());
  }

  /** Finds out what is plugged in, and goes on telling until `close`. */
  watchEquipment(): void {
    this.#inputs.watch();
  }

  close(): void {
    this.#inputs.close();
  }

  run(effect: Effect): void {
    switch (effect.type) {
      case 'ask':
        return void this.#ask(effect.ask);
      case 'checkMicrophone':
        return void this.#checkMicrophone(effect.key);
      case 'openInput':
      case 'stopTrack':
      case 'enableTrack':
      case 'listen':
      case 'keepChoice':
        return this.#inputs.run(effect);
      case 'askForServers':
        return this.#pathsOf(effect.callId).askForServers();
      case 'warmPath':
      case 'openPath':
        return this.#pathsOf(effect.callId).open(effect);
      case 'closePath':
        return this.#paths.get(effect.callId)?.close(effect.peerDeviceId);
      case 'forgetCall':
        return void this.#paths.delete(effect.callId);
      case 'send':
        return this.#paths.get(effect.callId)?.send(effect.tracks);
      case 'receive':
        return this.#paths.get(effect.callId)?.receive(effect.peerDeviceId, effect.linkId, effect.box);
      case 'tell':
        return this.#paths.get(effect.callId)?.tell(effect.message);
      case 'signalingIsBack':
        return this.#paths.get(effect.callId)?.signalingIsBack();
    }
  }

  async #ask(ask: Ask): Promise<void> {
    const askedAt = this.#ports.clock.now();
    this.#dispatch({ type: 'answered', ask, askedAt, result: await askServer(this.#signaling, ask) });
  }

  /** Without waiting where that is possible: a cancel that follows at once must find the call placed. */
  async #checkMicrophone(key: CallId): Promise<void> {
    const { capture } = this.#ports;
    const permission = capture.knownPermission('audio') ?? (await capture.permission('audio'));
    this.#dispatch({ type: 'permissionKnown', key, permission });
  }

  #pathsOf(callId: CallId): CallPaths {
    const known = this.#paths.get(callId);
    if (known !== undefined) return known;
    const paths = new CallPaths({
      ports: this.#ports,
      signaling: this.#signaling,
      callId,
      alwaysRelay: this.#alwaysRelay,
      onEvent: (from, event) => this.#dispatch({ type: 'path', callId, from, event }),
    });
    this.#paths.set(callId, paths);
    return paths;
  }
}

/** Every one of these requests is answered with the call; spelled out, so that each payload is checked against its own. */
function askServer(signaling: SignalingClient, ask: Ask): Promise<Result<WireCall>> {
  switch (ask.name) {
    case 'call:get':
    case 'call:ringing':
    case 'call:decline':
      return signaling.request(ask.name, ask.payload);
    case 'call:place':
      return signaling.request(ask.name, ask.payload);
    case 'call:accept':
      return signaling.request(ask.name, ask.payload);
    case 'call:end':
      return signaling.request(ask.name, ask.payload);
    case 'call:linkUp':
      return signaling.request(ask.name, ask.payload);
    case 'call:linkDown':
      return signaling.request(ask.name, ask.payload);
  }
}
