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

/** How a path is to be opened, whatever its stage. */
type Opening = Effect & { type: 'warmPath' | 'openPath' };

/** What paths need of the machine. */
export interface PathPorts extends Pick<PlatformPorts, 'profileStorage' | 'clock'> {
  readonly openMediaSession: OpenMediaSession;
}

/** Which call the paths are for, and who hears of them. */
interface CallPathsOptions {
  readonly ports: PathPorts;
  readonly signaling: SignalingClient;
  readonly callId: CarryingLink['callId'];
  /** Whether paths that are opened now must keep this device's address to themselves. */
  readonly alwaysRelay: () => boolean;
  readonly onEvent: (peerDeviceId: DeviceId, event: MediaSessionEvent) => void;
}

/** The media paths of one call: to several devices while it rings, to one once it is answered. They share servers. */
export class CallPaths {
  readonly #options: CallPathsOptions;
  readonly #servers: IceServerSource;
  readonly #paths = new Map<DeviceId, MediaSession>();

  constructor(options: CallPathsOptions) {
    this.#options = options;
    const { signaling, callId, ports } = options;
    const ask = () => signaling.request('ice:servers', { callId });
    this.#servers = createIceServerSource(ask, ports.clock.now);
  }

  /** Asks for the servers ahead of the first path, which then need not wait to know them. */
  askForServers(): void {
    void this.#servers.prefetch();
  }

  /** Opens a path; where it was opened before the answer, it is told of that. */
  open(opening: Opening): void {
    const path = this.#paths.get(opening.peerDeviceId);
    if (path === undefined) this.#paths.set(opening.peerDeviceId, this.#make(opening));
    else if (opening.type === 'openPath') path.answered();
  }

  close(peerDeviceId: DeviceId): void {
    this.#paths.get(peerDeviceId)?.close();
    this.#paths.delete(peerDeviceId);
  }

  receive(from: DeviceId, linkId: LinkId, box: string): void {
    this.#paths.get(from)?.receive(linkId, box);
  }

  send(tracks: Tracks): void {
    for (const path of this.#paths.values()) path.sendTracks(tracks);
  }

  tell(message: PeerMessage): void {
    for (const path of this.#paths.values()) path.sendMessage(message);
  }

  signalingIsBack(): void {
    for (const path of this.#paths.values()) path.signalingRestored();
  }

  carrying(): CarryingLink[] {
    const { callId } = this.#options;
    return [...this.#paths.values()].flatMap((path) => {
      const link = path.activeLink();
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
      stage: type === 'warmPath' ? 'warm' : 'live',
      servers: this.#servers,
      networkHistory: createNetworkHistory(ports.profileStorage),
      sendEnvelope: (linkId, box) =>
        signaling.request('call:signal', { callId, to: peerDeviceId, linkId, box }),
      onEvent: (event) => onEvent(peerDeviceId, event),
    });
  }
}
