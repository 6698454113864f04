// Runs in a bare page, as `bareServer.ts` hands it out: with its types taken off, and nothing imported.

/**
 * How two bare pages set up a call. `classical`: the offer follows the answer, as in nearly every calling app. `floor`:
 * two peer connections are connected beforehand, and only tracks are attached after the answer; no app built on peer
 * connections can be faster. `standby`: like `classical`, and once it is up, the caller connects a second peer connection
 * over relays only, to which either end moves its tracks when nothing has come in for a while. In all, the callee captures
 * after the answer.
 */
export type Flow = 'classical' | 'floor' | 'standby';

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
  /** It is about the standby. */
  readonly ofStandby?: boolean;
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

let standby: RTCPeerConnection | undefined;
let watch: ReturnType<typeof setInterval> | undefined;

/** Connects the standby at one end; it carries nothing until this end moves to it. */
function connectStandby(servers: readonly RTCIceServer[]): RTCPeerConnection {
  const made = new RTCPeerConnection({ iceServers: [...servers], iceTransportPolicy: 'relay' });
  made.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null) say({ candidate: candidate.toJSON(), ofStandby: true });
  });
  const channel = made.createDataChannel('moves', { negotiated: true, id: 0 });
  channel.addEventListener('message', () => void moveTo(made));
  channel.addEventListener('open', () => {
    watch = setInterval(() => void moveOnSilence(made, channel), 50);
  });
  standby = made;
  return made;
}

/** As long as Ringback waits over UDP. */
const staleMs = 300;
let heard = { packets: 0, at: 0 };

async function moveOnSilence(to: RTCPeerConnection, channel: RTCDataChannel): Promise<void> {
  let packets = 0;
  (await connection?.getStats())?.forEach((stats: Partial<RTCInboundRtpStreamStats>) => {
    if (stats.type === 'inbound-rtp') packets += stats.packetsReceived ?? 0;
  });
  const at = performance.now();
  if (packets !== heard.packets || heard.at === 0) heard = { packets, at };
  if (at - heard.at < staleMs) return;
  clearInterval(watch);
  channel.send('');
  await moveTo(to);
}

async function moveTo(made: RTCPeerConnection): Promise<void> {
  clearInterval(watch);
  await attachTo(made);
}

async function capture(): Promise<readonly MediaStreamTrack[]> {
  tracks = (await navigator.mediaDevices.getUserMedia(wanted)).getTracks();
  return tracks;
}

const attach = (): Promise<void> => attachTo(connection);

async function attachTo(made: RTCPeerConnection | undefined): Promise<void> {
  const transceivers = made?.getTransceivers() ?? [];
  const ofKind = (kind: string) => transceivers.find(({ receiver }) => receiver.track.kind === kind);
  for (const track of tracks) await ofKind(track.kind)?.sender.replaceTrack(track);
}

async function offer(): Promise<void> {
  await connection?.setLocalDescription();
  if (connection?.localDescription) say({ description: connection.localDescription });
}

async function offerStandby(): Promise<void> {
  await standby?.setLocalDescription();
  if (standby?.localDescription) say({ description: standby.localDescription, ofStandby: true });
}

async function receiveForStandby({ description, candidate }: Message): Promise<void> {
  if (candidate !== undefined) await standby?.addIceCandidate(candidate);
  if (description === undefined) return;
  await standby?.setRemoteDescription(description);
  if (description.type !== 'offer') return;
  for (const transceiver of standby?.getTransceivers() ?? []) transceiver.direction = 'sendrecv';
  await offerStandby();
}

async function receive(message: Message): Promise<void> {
  if (message.ofStandby === true) return receiveForStandby(message);
  const { accepted, description, candidate } = message;
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

/** The standby is connected once the call is up, so that it takes nothing from its start. */
async function prepareStandby(isCaller: boolean, servers: readonly RTCIceServer[]): Promise<void> {
  await prepareClassical(isCaller, servers);
  if (!isCaller) {
    connectStandby(servers);
    return;
  }
  const callUp = answered;
  answered = async () => {
    await callUp();
    if (connection !== undefined) void untilConnected(connection).then(() => openStandby(servers));
  };
}

async function openStandby(servers: readonly RTCIceServer[]): Promise<void> {
  const made = connectStandby(servers);
  for (const kind of ['audio', 'video']) made.addTransceiver(kind, { direction: 'sendrecv' });
  await offerStandby();
}

const preparations = { classical: prepareClassical, floor: prepareFloor, standby: prepareStandby };

window.bare = {
  prepare: async (flow, isCaller, servers) => {
    await isOpen;
    await preparations[flow](isCaller, servers);
  },
  accept: () => {
    const at = Date.now();
    say({ accepted: true });
    ready = capture().then(attach);
    return at;
  },
  hangUp: () => {
    clearInterval(watch);
    heard = { packets: 0, at: 0 };
    standby?.close();
    standby = undefined;
    connection?.close();
    connection = undefined;
    for (const track of tracks) track.stop();
    tracks = [];
    answered = () => Promise.resolve();
    ready = Promise.resolve();
  },
};
