import { createBrowserCapture } from '@ringback/client';
import {
  openMediaSession,
  preloadMediaSession,
  type MediaSession,
  type MediaSessionEvent,
  type Tracks,
  type MediaSessionStage,
  type PeerMessage,
} from '@ringback/rtc';
import { CallId, DeviceId, fail, LinkId, ok, type IceServer, type Role } from '@ringback/protocol';
import * as v from 'valibot';
import { openEarlierBuild, type EarlierBuild } from './earlierBuild.ts';

/** Events of a media session, in a serializable form. */
export type MediaEvent =
  | Exclude<MediaSessionEvent, { type: 'media' }>
  | { readonly type: 'media'; readonly tracks: readonly string[] };

/** The browser's counters, summed over all open peer connections. */
export interface Counters {
  readonly connections: number;
  readonly audioPackets: number;
  readonly videoFrames: number;
}

/** The browser's counters of one open peer connection. */
export interface ConnectionCounters {
  readonly policy: RTCIceTransportPolicy;
  readonly state: RTCPeerConnectionState;
  /** RTP packets of audio and video. */
  readonly packetsSent: number;
  readonly packetsReceived: number;
  /** All bytes on the wire, in both directions. */
  readonly transportBytes: number;
  /** The factor by which sent frames are smaller than the camera's. */
  readonly scaleDownBy: number | undefined;
}

/** What two pages send each other of one media section of their link, summed over all open connections. */
export interface SectionCounters {
  /** Without headers and padding: Chromium pads an idle section while it measures the bandwidth. */
  readonly bytesSent: number;
  readonly packetsReceived: number;
  readonly framesDecoded: number;
}

type InputKind = 'audio' | 'video';

/** Deviations from a session that opens after the answer and has no ICE servers. */
export interface OpenOptions {
  readonly stage?: MediaSessionStage;
  readonly warm?: 'all' | 'relay';
  readonly iceServers?: readonly IceServer[];
}

/** One end of a media session, controlled by the spec. */
export interface End {
  /** Runs the preparations for a first session; returns how many peer connections the page has made so far. */
  readonly preload: () => Promise<number>;
  readonly open: (role: Role, how?: OpenOptions) => void;
  /** Opens the end that a page of the build before shared screens would, with a microphone and a camera. */
  readonly openEarlierBuild: (role: Role) => Promise<void>;
  /** The call is answered: the open inputs are sent from here on. */
  readonly answered: () => void;
  readonly close: () => void;
  /** Sends a goodbye and closes at once; returns how many peer connections are open right after. */
  readonly endAndClose: () => number;
  readonly receive: (linkId: string, box: string) => void;
  readonly signalingRestored: () => void;
  readonly tell: (message: PeerMessage) => void;
  /** Opens the named inputs and sends them. */
  readonly send: (...kinds: readonly InputKind[]) => Promise<void>;
  /** Opens an input and releases it. Returns its size and whether it was live, or why it did not open. */
  readonly probeInput: (kind: InputKind) => Promise<string>;
  readonly permission: (kind: InputKind) => Promise<string>;
  /** Stops sending a kind and releases its input. */
  readonly stop: (kind: InputKind) => void;
  /** Shares a moving drawing and a tone, in place of a screen and its sound. */
  readonly share: () => void;
  readonly stopSharing: () => void;
  readonly setMuted: (isMuted: boolean) => void;
  readonly carrying: () => string | undefined;
  readonly mediaEvents: () => readonly MediaEvent[];
  readonly count: () => Promise<Counters>;
  /** The counters of each media section, in the order of the offer. */
  readonly sections: () => Promise<readonly SectionCounters[]>;
  /** The open peer connections, oldest first. */
  readonly connections: () => Promise<readonly ConnectionCounters[]>;
  /** Closes the peer connections without the session's knowledge. */
  readonly breakConnections: () => void;
  /** Stops audio and video on the oldest connections, `count` of them or all, without the session's knowledge. */
  readonly silenceConnections: (count?: number) => Promise<void>;
}

declare global {
  interface Window {
    end: End;
    /** Sends an envelope to the other page. Resolves to false if the server is unreachable. */
    post: (linkId: string, box: string) => Promise<boolean>;
    /** Whether the server can be reached. */
    isOnline: () => Promise<boolean>;
  }
}

const connections = new Set<RTCPeerConnection>();
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(config?: RTCConfiguration) {
    super(config);
    connections.add(this);
  }
};

const mediaEvents: MediaEvent[] = [];
const capture = createBrowserCapture();
let path: MediaSession | undefined;
let earlier: EarlierBuild | undefined;
let reached: MediaSessionStage = 'live';
let tracks: Tracks = { audio: null, video: null, screen: null, screenAudio: null };

function openConnections(): RTCPeerConnection[] {
  return [...connections].filter(({ connectionState }) => connectionState !== 'closed');
}

function record(event: MediaSessionEvent): void {
  if (event.type !== 'media') {
    mediaEvents.push(event);
    return;
  }
  const video = document.querySelector('video');
  if (video !== null) video.srcObject = event.stream;
  mediaEvents.push({ type: 'media', tracks: event.stream.getTracks().map(({ kind }) => kind) });
}

async function count(): Promise<Counters> {
  const counted = { connections: 0, audioPackets: 0, videoFrames: 0 };
  for (const connection of openConnections()) {
    counted.connections += 1;
    const report = await connection.getStats();
    report.forEach((stats: RTCInboundRtpStreamStats) => {
      if (stats.type !== 'inbound-rtp') return;
      if (stats.kind === 'audio') counted.audioPackets += stats.packetsReceived ?? 0;
      else counted.videoFrames += stats.framesDecoded ?? 0;
    });
  }
  return counted;
}

async function lookAt(connection: RTCPeerConnection): Promise<ConnectionCounters> {
  const counted = { packetsSent: 0, packetsReceived: 0, transportBytes: 0 };
  const report = await connection.getStats();
  report.forEach(
    (stats: Partial<RTCTransportStats & RTCInboundRtpStreamStats & RTCOutboundRtpStreamStats>) => {
      if (stats.type === 'outbound-rtp') counted.packetsSent += stats.packetsSent ?? 0;
      if (stats.type === 'inbound-rtp') counted.packetsReceived += stats.packetsReceived ?? 0;
      if (stats.type === 'transport')
        counted.transportBytes += (stats.bytesSent ?? 0) + (stats.bytesReceived ?? 0);
    },
  );
  const { connectionState: state } = connection;
  const pictures = connection
    .getTransceivers()
    .find(({ receiver }) => receiver.track.kind === 'video')
    ?.sender.getParameters();
  return {
    policy: connection.getConfiguration().iceTransportPolicy ?? 'all',
    state,
    scaleDownBy: pictures?.encodings[0]?.scaleResolutionDownBy,
    ...counted,
  };
}

async function countSections(): Promise<readonly SectionCounters[]> {
  const counted: SectionCounters[] = [];
  for (const connection of openConnections())
    for (const [index, transceiver] of connection.getTransceivers().entries())
      counted[index] = await countSection(transceiver, counted[index]);
  return counted;
}

async function countSection(
  { sender, receiver }: RTCRtpTransceiver,
  before: SectionCounters = { bytesSent: 0, packetsReceived: 0, framesDecoded: 0 },
): Promise<SectionCounters> {
  let { bytesSent, packetsReceived, framesDecoded } = before;
  for (const report of await Promise.all([sender.getStats(), receiver.getStats()]))
    report.forEach((stats: Partial<RTCInboundRtpStreamStats & RTCOutboundRtpStreamStats>) => {
      if (stats.type === 'outbound-rtp') bytesSent += stats.bytesSent ?? 0;
      if (stats.type !== 'inbound-rtp') return;
      packetsReceived += stats.packetsReceived ?? 0;
      framesDecoded += stats.framesDecoded ?? 0;
    });
  return { bytesSent, packetsReceived, framesDecoded };
}

/** A drawing that changes with each frame, as a screen on which text scrolls. */
function drawScreen(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1280, 720];
  const pen = canvas.getContext('2d');
  let line = 0;
  setInterval(() => {
    if (pen === null) return;
    pen.fillStyle = 'white';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = 'black';
    for (let row = 0; row < 30; row += 1) pen.fillText(`line ${line + row} of the text`, 20, 24 * row);
    line += 1;
  }, 100);
  const [track] = canvas.captureStream(10).getVideoTracks();
  if (track === undefined) throw new Error('a canvas without a picture');
  track.contentHint = 'text';
  return track;
}

function playTone(): MediaStreamTrack {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  tone.connect(output);
  tone.start();
  void context.resume();
  const [track] = output.stream.getAudioTracks();
  if (track === undefined) throw new Error('a tone without a track');
  return track;
}

window.end = {
  preload: async () => {
    await preloadMediaSession();
    return connections.size;
  },
  open: (role, { stage = 'live', warm = 'all', iceServers = [] } = {}) => {
    path = openMediaSession({
      role,
      peerDeviceId: v.parse(DeviceId, crypto.randomUUID()),
      stage,
      warm,
      alwaysRelay: false,
      servers: {
        prefetch: () => Promise.resolve(),
        network: () => undefined,
        next: async () => ((await window.isOnline()) ? iceServers : undefined),
        renew: () => {},
      },
      networkHistory: { isRelayFirst: () => false, record: () => {} },
      sendEnvelope: async (linkId, box) => ((await window.post(linkId, box)) ? ok({}) : fail('offline')),
      onEvent: record,
    });
    reached = stage;
    if (stage === 'live') path.sendTracks(tracks);
  },
  openEarlierBuild: async (role) => {
    const captured = await Promise.all([capture.open('audio'), capture.open('video')]);
    const opened = captured.flatMap((each) => (each.ok ? [each.track] : []));
    earlier = await openEarlierBuild(role, opened, (linkId, box) => void window.post(linkId, box));
  },
  answered: () => {
    reached = 'live';
    path?.answered();
    path?.sendTracks(tracks);
  },
  close: () => path?.close(),
  endAndClose: () => {
    path?.sendMessage({ kind: 'ended', callId: v.parse(CallId, crypto.randomUUID()), agoMs: 0 });
    path?.close();
    return openConnections().length;
  },
  receive: (linkId, box) => {
    path?.receive(v.parse(LinkId, linkId), box);
    void earlier?.receive(linkId, box);
  },
  signalingRestored: () => path?.signalingRestored(),
  tell: (message) => path?.sendMessage(message),
  send: async (...kinds) => {
    for (const kind of kinds) {
      const captured = await capture.open(kind);
      if (!captured.ok) throw new Error(`${kind}: ${captured.failure}`);
      tracks = { ...tracks, [kind]: captured.track };
    }
    if (reached === 'live') path?.sendTracks(tracks);
  },
  probeInput: async (kind) => {
    const captured = await capture.open(kind);
    if (!captured.ok) return captured.failure;
    const { width, height } = captured.track.getSettings();
    captured.track.stop();
    return kind === 'audio' ? 'sound' : `${width ?? 0}x${height ?? 0}`;
  },
  permission: (kind) => capture.permission(kind),
  stop: (kind) => {
    const track = tracks[kind];
    tracks = { ...tracks, [kind]: null };
    path?.sendTracks(tracks);
    track?.stop();
  },
  share: () => {
    tracks = { ...tracks, screen: drawScreen(), screenAudio: playTone() };
    path?.sendTracks(tracks);
  },
  stopSharing: () => {
    tracks = { ...tracks, screen: null, screenAudio: null };
    path?.sendTracks(tracks);
  },
  setMuted: (isMuted) => {
    if (tracks.audio !== null) tracks.audio.enabled = !isMuted;
  },
  carrying: () => path?.activeLink()?.linkId,
  mediaEvents: () => mediaEvents,
  count,
  sections: countSections,
  connections: () => Promise.all(openConnections().map(lookAt)),
  breakConnections: () => {
    for (const connection of openConnections()) connection.close();
  },
  silenceConnections: async (count) => {
    const senders = openConnections()
      .slice(0, count)
      .flatMap((connection) => connection.getSenders());
    await Promise.all(senders.map((sender) => sender.replaceTrack(null)));
  },
};

addEventListener('pagehide', () => path?.close());
