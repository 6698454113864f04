// Runs in a bare page, as `bareServer.ts` hands it out: with its types taken off, and nothing imported.

/**
 * How two bare pages set up a call. `classical`: the offer follows the answer, as in nearly every calling app. `floor`:
 * two peer connections are connected beforehand, and only tracks are attached after the answer; no app built on peer
 * connections can be faster. In both, the callee captures after the answer.
 */
export type Flow = 'classical' | 'floor';

/** One end of a bare call. */
interface BareEnd {
  /** Prepares for an answer; resolves once nothing is left to do before it. */
  readonly prepare: (flow: Flow, isCaller: boolean, servers: readonly RTCIceServer[]) => Promise<void>;
  /** Answers, as the callee; returns the time on the machine's clock. */
  readonly accept: () => number;
  readonly hangUp: () => void;
}

declare global {
  interface Window {
    bare?: BareEnd;
  }
}

/** Messages of the other end. */
interface Message {
  readonly accepted?: true;
  readonly description?: RTCSessionDescriptionInit;
  readonly candidate?: RTCIceCandidateInit;
}

// The same constraints as Ringback's.
const wanted = {
  audio: true,
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
};
const socket = new WebSocket(`ws://${location.host}/`);
const isOpen = new Promise<void>((resolve) => socket.addEventListener('open', () => resolve()));
const say = (message: Message): void => socket.send(JSON.stringify(message));

let connection: RTCPeerConnection | undefined;
let tracks: readonly MediaStreamTrack[] = [];
let answered = (): Promise<void> => Promise.resolve();
let handled = Promise.resolve();

function connect(servers: readonly RTCIceServer[]): RTCPeerConnection {
  const made = new RTCPeerConnection({ iceServers: [...servers] });
  made.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null) say({ candidate: candidate.toJSON() });
  });
  connection = made;
  return made;
}

async function capture(): Promise<readonly MediaStreamTrack[]> {
  tracks = (await navigator.mediaDevices.getUserMedia(wanted)).getTracks();
  return tracks;
}

async function attach(): Promise<void> {
  const transceivers = connection?.getTransceivers() ?? [];
  const ofKind = (kind: string) => transceivers.find(({ receiver }) => receiver.track.kind === kind);
  for (const track of tracks) await ofKind(track.kind)?.sender.replaceTrack(track);
}

async function offer(): Promise<void> {
  await connection?.setLocalDescription();
  if (connection?.localDescription) say({ description: connection.localDescription });
}

async function receive({ accepted, description, candidate }: Message): Promise<void> {
  if (accepted === true) await answered();
  if (candidate !== undefined) await connection?.addIceCandidate(candidate);
  if (description === undefined) return;
  await beforeDescription(description.type);
  await connection?.setRemoteDescription(description);
  if (description.type !== 'offer') return;
  for (const transceiver of connection?.getTransceivers() ?? []) transceiver.direction = 'sendrecv';
  await attach();
  await offer();
}

/** A classical callee needs its tracks before it can answer an offer. */
let ready = Promise.resolve();
async function beforeDescription(type: RTCSdpType): Promise<void> {
  if (type === 'offer') await ready;
}

const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null;
socket.addEventListener('message', ({ data }) => {
  const message: unknown = JSON.parse(String(data));
  if (isMessage(message)) handled = handled.then(() => receive(message));
});

function untilConnected(made: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    made.addEventListener('connectionstatechange', () => {
      if (made.connectionState === 'connected') resolve();
    });
  });
}

async function prepareFloor(isCaller: boolean, servers: readonly RTCIceServer[]): Promise<void> {
  const made = connect(servers);
  const connected = untilConnected(made);
  answered = attach;
  if (isCaller) {
    await capture();
    for (const kind of ['audio', 'video']) made.addTransceiver(kind, { direction: 'sendrecv' });
    await offer();
  }
  await connected;
}

async function prepareClassical(isCaller: boolean, servers: readonly RTCIceServer[]): Promise<void> {
  if (!isCaller) {
    connect(servers);
    return;
  }
  await capture();
  answered = async () => {
    const made = connect(servers);
    for (const track of tracks) made.addTrack(track);
    await offer();
  };
}

window.bare = {
  prepare: async (flow, isCaller, servers) => {
    await isOpen;
    await (flow === 'floor' ? prepareFloor(isCaller, servers) : prepareClassical(isCaller, servers));
  },
  accept: () => {
    const at = Date.now();
    say({ accepted: true });
    ready = capture().then(attach);
    return at;
  },
  hangUp: () => {
    connection?.close();
    connection = undefined;
    for (const track of tracks) track.stop();
    tracks = [];
    answered = () => Promise.resolve();
    ready = Promise.resolve();
  },
};
