import type { CallId, CarryingLink, DeviceId, LinkId } from '@ringback/protocol';
import {
  createIceServerSource,
  type IceServerSource,
  type MediaSession,
  type MediaSessionEvent,
  type OpenMediaSession,
  type PeerMessage,
  type Tracks,
} from '@ringback/rtc';
import type { SignalingClient } from '../../connection/signalingClient.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { Trace } from '../../platform/trace.ts';
import type { Effect } from '../state/callEffect.ts';
import { createNetworkHistory } from '../state/callStorage.ts';
import type { QualityLog } from '../state/qualityLog.ts';
import type { CallTraceEntry } from '../state/callTrace.ts';

/** How long the server takes to answer this device, in ms; undefined where it doesn't. */
async function measureServer(signaling: SignalingClient, now: () => number): Promise<number | undefined> {
  const askedAt = now();
  const result = await signaling.request('session:time', {});
  return result.ok ? now() - askedAt : undefined;
}

type Opening = Effect & { type: 'warmUpMediaSession' | 'openMediaSession' };

export interface MediaSessionPorts extends Pick<PlatformPorts, 'profileStorage' | 'clock'> {
  readonly openMediaSession: OpenMediaSession;
}

interface CallMediaSessionsDeps {
  readonly ports: MediaSessionPorts;
  readonly signaling: SignalingClient;
  readonly callId: CallId;
  /** Whether sessions that are opened now must hide this device's address. */
  readonly alwaysRelay: () => boolean;
  readonly trace: Trace<CallTraceEntry>;
  readonly quality?: QualityLog;
  readonly onEvent: (peerDeviceId: DeviceId, event: MediaSessionEvent) => void;
}

/** The media sessions of one call: with several devices while it rings, with one once it is answered. They share ICE servers. */
export class CallMediaSessions {
  readonly #deps: CallMediaSessionsDeps;
  readonly #servers: IceServerSource;
  readonly #sessions = new Map<DeviceId, MediaSession>();

  constructor(deps: CallMediaSessionsDeps) {
    this.#deps = deps;
    const { signaling, callId, ports } = deps;
    const request = () => signaling.request('ice:servers', { callId });
    this.#servers = createIceServerSource(request, ports.clock.now);
  }

  prefetchIceServers(): void {
    void this.#servers.prefetch();
  }

  /** Opens a session; one that was warmed up learns that the call is answered. */
  open(opening: Opening): void {
    const session = this.#sessions.get(opening.peerDeviceId);
    if (session === undefined) this.#sessions.set(opening.peerDeviceId, this.#create(opening));
    else if (opening.type === 'openMediaSession') session.answered();
  }

  close(peerDeviceId: DeviceId): void {
    this.#sessions.get(peerDeviceId)?.close();
    this.#sessions.delete(peerDeviceId);
  }

  receive(from: DeviceId, linkId: LinkId, box: string): void {
    this.#sessions.get(from)?.receive(linkId, box);
  }

  sendTracks(tracks: Tracks): void {
    for (const session of this.#sessions.values()) session.sendTracks(tracks);
  }

  sendMessage(message: PeerMessage): void {
    for (const session of this.#sessions.values()) session.sendMessage(message);
  }

  signalingRestored(): void {
    for (const session of this.#sessions.values()) session.signalingRestored();
  }

  carrying(): CarryingLink[] {
    const { callId } = this.#deps;
    return [...this.#sessions.values()].flatMap((session) => {
      const link = session.activeLink();
      return link === undefined ? [] : [{ callId, ...link }];
    });
  }

  #create({ type, role, peerDeviceId, warm }: Opening): MediaSession {
    const { ports, signaling, callId, alwaysRelay, trace, quality, onEvent } = this.#deps;
    const { clock, profileStorage } = ports;
    return ports.openMediaSession({
      role,
      peerDeviceId,
      warm,
      alwaysRelay: alwaysRelay(),
      stage: type === 'warmUpMediaSession' ? 'warm' : 'live',
      servers: this.#servers,
      networkHistory: createNetworkHistory(profileStorage),
      sendEnvelope: (linkId, box) =>
        signaling.request('call:signal', { callId, to: peerDeviceId, linkId, box }),
      onEvent: (event) => onEvent(peerDeviceId, event),
      onQuality: (look) => quality?.add(callId, look),
      measureServer: () => measureServer(signaling, clock.now),
      trace: (entry) =>
        trace.record({ ...entry, source: 'mediaSession', callId, peerDeviceId, at: clock.now() }),
    });
  }
}
