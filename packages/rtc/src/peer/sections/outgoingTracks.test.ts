import { expect, test, vi } from 'vitest';
import { FakeTrack } from '../../testing/track.ts';
import { sections, type Tracks } from './sections.ts';
import { weakPicture } from '../../machine/policy.ts';
import { startOutgoingTracks, type SendingConnection, type SendingTransceiver } from './outgoingTracks.ts';

/** A transceiver that only remembers what was set. */
class FakeTransceiver implements SendingTransceiver {
  direction: RTCRtpTransceiverDirection = 'recvonly';
  readonly codecs = vi.fn<(codecs: RTCRtpCodec[]) => void>();
  readonly setCodecPreferences = this.codecs;
  parameters: RTCRtpSendParameters = {
    transactionId: '',
    codecs: [],
    headerExtensions: [],
    rtcp: {},
    encodings: [{}],
  };
  readonly sender = {
    track: null as MediaStreamTrack | null,
    replaceTrack: (track: MediaStreamTrack | null): Promise<void> => {
      this.sender.track = track;
      return Promise.resolve();
    },
    getParameters: () => this.parameters,
    setParameters: (parameters: RTCRtpSendParameters): Promise<void> => {
      this.parameters = parameters;
      return Promise.resolve();
    },
  };
}

function connect(count: number): { transceivers: FakeTransceiver[]; connection: SendingConnection } {
  const transceivers = Array.from({ length: count }, () => new FakeTransceiver());
  return { transceivers, connection: { getTransceivers: () => transceivers } };
}

const sent = (transceivers: readonly FakeTransceiver[]) =>
  transceivers.map(({ sender }) => sender.track?.id ?? null);

function tracks(contentHint = 'text'): Tracks {
  const screen = new FakeTrack('video', 'screen');
  screen.contentHint = contentHint;
  return {
    audio: new FakeTrack('audio', 'voice'),
    video: new FakeTrack('video', 'camera'),
    screen,
    screenAudio: new FakeTrack('audio', 'sound'),
  };
}

test.each([
  ['the initiator', true, ['voice', 'camera', 'screen', 'sound', null, null]],
  ['the other end', false, ['voice', 'camera', null, null, 'screen', 'sound']],
])('%s sends each track over its own section', (_end, initiates, expected) => {
  const { transceivers, connection } = connect(sections.length);
  const outgoing = startOutgoingTracks(connection, initiates, null);
  outgoing.update();
  expect(sent(transceivers)).toEqual(sections.map(() => null));
  outgoing.send(tracks());
  expect(sent(transceivers)).toEqual(expected);
  outgoing.stop();
});

test('a newer page offers more sections than this one knows: nothing is sent over those', () => {
  const { transceivers, connection } = connect(sections.length + 2);
  const outgoing = startOutgoingTracks(connection, false, tracks());
  outgoing.update();
  expect(sent(transceivers).slice(sections.length)).toEqual([null, null]);
  expect(transceivers.at(-1)?.direction).toBe('recvonly');
  outgoing.stop();
});

test('a page of an earlier build offers no sections for a screen: camera and microphone are sent', () => {
  const { transceivers, connection } = connect(2);
  const outgoing = startOutgoingTracks(connection, false, tracks());
  outgoing.update();
  expect(sent(transceivers)).toEqual(['voice', 'camera']);
  outgoing.stop();
});

test.each([
  ['text', 'maintain-resolution'],
  ['motion', 'balanced'],
])('a shared screen that shows %s is tuned for it', async (contentHint, degradationPreference) => {
  const { transceivers, connection } = connect(sections.length);
  const outgoing = startOutgoingTracks(connection, true, null);
  outgoing.update();
  outgoing.send(tracks(contentHint));
  await vi.waitUntil(() => transceivers[2]?.parameters.degradationPreference === degradationPreference);
  outgoing.stop();
});

test('the browser takes a track over slowly: it is given to each sender once', () => {
  const { transceivers, connection } = connect(sections.length);
  const given = transceivers.map(({ sender }) =>
    vi.spyOn(sender, 'replaceTrack').mockReturnValue(new Promise(() => {})),
  );
  const outgoing = startOutgoingTracks(connection, false, tracks());
  outgoing.update();
  outgoing.update();
  outgoing.send(tracks());
  expect(given.map((calls) => calls.mock.calls.length)).toEqual([2, 2, 0, 0, 2, 2]);
  outgoing.stop();
});

test('pictures are small while the network is weak, and get their full size again', async () => {
  const { transceivers, connection } = connect(sections.length);
  const outgoing = startOutgoingTracks(connection, true, tracks());
  outgoing.update();
  const camera = transceivers[sections.findIndex(({ carries }) => carries === 'video')];
  const scale = () => camera?.sender.getParameters().encodings[0]?.scaleResolutionDownBy;
  outgoing.shrinkPictures(true);
  await expect.poll(scale).toBe(weakPicture.scaleDownBy);
  outgoing.shrinkPictures(false);
  await expect.poll(scale).toBe(1);
  outgoing.stop();
});
