import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { bounds } from '@ringback/protocol';
import { linkId } from './fixtures.testing.ts';
import {
  reactions,
  readEnvelope,
  readPeerMessage,
  writeEnvelope,
  writePeerMessage,
  type Envelope,
} from './peerProtocol.ts';
import { maxSignalsPerEnvelope } from './policy.ts';

const candidate = {
  type: 'candidate',
  candidate: { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 },
} as const;

test.each<[string, Envelope]>([
  ['an offer', { kind: 'signals', signals: [{ type: 'offer', sdp: 'v=0' }] }],
  ['an answer and a candidate', { kind: 'signals', signals: [{ type: 'answer', sdp: 'v=0' }, candidate] }],
  ['a request', { kind: 'wantLink', after: linkId(1) }],
  ['a request by a page that knows no link', { kind: 'wantLink', after: null }],
])('%s is read as it was written', (_name, content) => {
  expect(readEnvelope(writeEnvelope(content))).toEqual(content);
});

const signals = (...list: readonly unknown[]): unknown => ({ kind: 'signals', signals: list });

test.each<[string, unknown]>([
  ['nothing', null],
  ['another kind', { kind: 'hello' }],
  ['no signal', signals()],
  ['too many signals', signals(...Array.from({ length: maxSignalsPerEnvelope + 1 }, () => candidate))],
  ['a request to negotiate', signals({ type: 'renegotiate', renegotiate: true })],
  [
    'a request for a transceiver',
    signals({ type: 'transceiverRequest', transceiverRequest: { kind: 'video' } }),
  ],
  ['a rollback', signals({ type: 'rollback', sdp: '' })],
  ['a description without text', signals({ type: 'offer', sdp: '' })],
  ['a description too long', signals({ type: 'offer', sdp: 'x'.repeat(48 * 1024 + 1) })],
  [
    'a candidate of no media section',
    signals({ type: 'candidate', candidate: { candidate: 'candidate:1' } }),
  ],
  [
    'a candidate of an impossible media section',
    signals({ type: 'candidate', candidate: { candidate: '', sdpMLineIndex: -1 } }),
  ],
  ['a request after something else than a link', { kind: 'wantLink', after: 'the last one' }],
])('%s is refused', (_name, content) => {
  expect(readEnvelope(JSON.stringify(content))).toBeUndefined();
});

it('text that is not JSON, or too large, is refused', () => {
  expect(readEnvelope('{')).toBeUndefined();
  expect(readEnvelope(`${' '.repeat(bounds.boxBytes)}{"kind":"wantLink","after":null}`)).toBeUndefined();
});

it('arbitrary text is refused and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(readEnvelope(text)).toBeUndefined();
      expect(readPeerMessage(text)).toBeUndefined();
    }),
  );
});

it('a peer message is read as it was written, and refused where it is too long', () => {
  const message = { kind: 'sending', microphone: 'none', camera: 'off' } as const;
  expect(readPeerMessage(writePeerMessage(message))).toEqual(message);
  expect(readPeerMessage(`${writePeerMessage(message)}${' '.repeat(1_000)}`)).toBeUndefined();
});

it('optional words are read where they are known, and an unknown one is ignored', () => {
  const paused = {
    kind: 'sending',
    microphone: 'none',
    microphoneReason: 'starting',
    camera: 'off',
  } as const;
  expect(readPeerMessage(writePeerMessage({ ...paused, cameraReason: 'paused' }))).toEqual({
    ...paused,
    cameraReason: 'paused',
  });
  const sharing = { ...paused, screen: 'on', screenTurn: 2 } as const;
  expect(readPeerMessage(writePeerMessage(sharing))).toEqual(sharing);
  const newer = {
    ...paused,
    microphoneReason: 'onHold',
    cameraReason: 7,
    screen: 'halfOn',
    screenTurn: -1,
    hand: 'waving',
    mood: 'good',
  };
  expect(readPeerMessage(JSON.stringify(newer))).toMatchObject({ microphone: 'none', camera: 'off' });
});

it('a raised hand goes with what is sent, and is down where nothing is said of it', () => {
  const message = { kind: 'sending', microphone: 'on', camera: 'off' } as const;
  expect(readPeerMessage(writePeerMessage({ ...message, hand: 'raised' }))).toEqual({
    ...message,
    hand: 'raised',
  });
  expect(readPeerMessage(writePeerMessage(message))).not.toHaveProperty('hand');
});

it('a known reaction is read, and any other is ignored', () => {
  for (const reaction of reactions)
    expect(readPeerMessage(writePeerMessage({ kind: 'reaction', reaction }))).toEqual({
      kind: 'reaction',
      reaction,
    });
  for (const reaction of ['cartwheel', '<b>', 7, undefined])
    expect(readPeerMessage(JSON.stringify({ kind: 'reaction', reaction }))).toBeUndefined();
});
