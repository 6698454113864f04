import * as v from 'valibot';

/** One end of a call as a page of the build before shared screens makes it, reduced to what a link carries. */
export interface EarlierBuild {
  readonly receive: (linkId: string, box: string) => Promise<void>;
}

const Signal = v.object({
  type: v.picklist(['offer', 'answer', 'candidate']),
  sdp: v.exactOptional(v.string()),
  candidate: v.exactOptional(
    v.looseObject({ candidate: v.string(), sdpMid: v.string(), sdpMLineIndex: v.number() }),
  ),
});
type Signal = v.InferOutput<typeof Signal>;

const Envelope = v.pipe(v.string(), v.parseJson(), v.object({ signals: v.array(Signal) }));

/** It sends its camera and its microphone over every section of that kind, and offers one section of each. */
export async function openEarlierBuild(
  role: 'caller' | 'callee',
  tracks: readonly MediaStreamTrack[],
  post: (linkId: string, box: string) => void,
): Promise<EarlierBuild> {
  const connection = new RTCPeerConnection();
  let link: string = crypto.randomUUID();
  const send = (signal: object, more: object = {}): void =>
    post(link, JSON.stringify({ kind: 'signals', signals: [signal], ...more }));
  const attach = (): void => {
    for (const { sender, receiver } of connection.getTransceivers()) {
      const track = tracks.find(({ kind }) => kind === receiver.track.kind);
      void sender.replaceTrack(track ?? null);
    }
  };
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null) send({ type: 'candidate', candidate: candidate.toJSON() });
  });
  connection.addEventListener('track', ({ transceiver }) => {
    transceiver.direction = 'sendrecv';
    attach();
  });
  if (role === 'caller') {
    connection.createDataChannel('data');
    for (const kind of ['audio', 'video'])
      connection.addTransceiver(kind, { direction: 'sendrecv', streams: [new MediaStream()] });
    attach();
    const offer = await connection.createOffer();
    await connection.setLocalDescription(offer);
    send(offer, { plan });
  }
  const handle = async (signal: Signal): Promise<void> => {
    if (signal.type === 'candidate') return connection.addIceCandidate(signal.candidate ?? null);
    const { type, sdp = '' } = signal;
    await connection.setRemoteDescription({ type, sdp });
    if (type === 'answer') return;
    const answer = await connection.createAnswer();
    await connection.setLocalDescription(answer);
    send(answer);
  };
  let handled = Promise.resolve();
  return {
    receive: (linkId, box) => {
      link = linkId;
      for (const signal of v.parse(Envelope, box).signals) handled = handled.then(() => handle(signal));
      return handled;
    },
  };
}

const plan = { purpose: 'main', candidates: 'all' } as const;
