import type { CarryingLink, DeviceId, LinkId } from '@ringback/protocol';
import {
  type IceServerSource,
  type MediaSession,
  type MediaSessionEvent,
  type OpenMediaSession,
  type PeerMessage,
  type Tracks,
  createIceServerSource,
} from '@ringback/rtc';
import type { Effect } from '../state/callEffect.ts';
import { createNetworkHistory } from '../state/callStorage.ts';
import type { SignalingClient } from '../../connection/signalingClient.ts';
import type { PlatformPorts } from '../../platform/ports.ts';

/** How a session is to be opened, whatever its stage. */
type Opening = Effect & { type: 'warmUpMediaSession' | 'openMediaSession' };

/** What paths need of the machine. */
export interface MediaSessionPorts extends Pick<PlatformPorts, 'profileStorage' | 'clock'> {
  readonly openMediaSession: OpenMediaSession;
}

/** Which call the paths are for, and who hears of them. */
interface CallMediaSessionsOptions {
  readonly ports: MediaSessionPorts;
  readonly signaling: SignalingClient;
  readonly callId: CarryingLink['callId'];
  /** Whether paths that are opened now must keep this device's address to themselves. */
  readonly alwaysRelay: () => boolean;
  readonly onEvent: (peerDeviceId: DeviceId, event: MediaSessionEvent) => void;
}

/** The media paths of one call: to several devices while it rings, to one once it is answered. They share servers. */
export class CallMediaSessions {
  readonly #options: CallMediaSessionsOptions;
  readonly #servers: IceServerSource;
  readonly #sessions = new Map<DeviceId, MediaSession>();

  constructor(options: CallMediaSessionsOptions) {
    this.#options = options;
    const { signaling, callId, ports } = options;
    const request = () => signaling.request('ice:servers', { callId });
    this.#servers = createIceServerSource(request, ports.clock.now);
  }

  /** Asks for the servers ahead of the first session, which then need not wait to know them. */
  prefetchIceServers(): void {
    void this.#servers.prefetch();
  }

  /** Opens a session; where it was opened before the answer, it is told of that. */
  open(opening: Opening): void {
    const session = this.#sessions.get(opening.peerDeviceId);
    if (session === undefined) this.#sessions.set(opening.peerDeviceId, this.#make(opening));
    else if (opening.type === 'openMediaSession') session.answered();
  }

  close(peerDeviceId: DeviceId): void {
    this.#sessions.get(peerDeviceId)?.close();
    this.#sessions.delete(peerDeviceId);
  }

  receiveSignal(from: DeviceId, linkId: LinkId, box: string): void {
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
    const { callId } = this.#options;
    return [...this.#sessions.values()].flatMap((session) => {
      const link = session.activeLink();
      return link === undefined ? [] : [{ callId, ...link }];
    });
  }

  #make({ type, role, peerDeviceId, warm }: Opening): MediaSession {
    const { ports, signaling, callId, alwaysRelay, onEvent } = this.#options;
    return ports.openMediaSession({
      role,
      peerDeviceId,
      warm,
      alwaysRelay: alwaysRelay(),
      stage: type === 'warmUpMediaSession' ? 'warm' : 'live',
      servers: this.#servers,
      networkHistory: createNetworkHistory(ports.profileStorage),
      sendEnvelope: (linkId, box) =>
        signaling.request('call:signal', { callId, to: peerDeviceId, linkId, box }),
      onEvent: (event) => onEvent(peerDeviceId, event),
    });
  }
}
