import { expect, it } from 'vitest';
import { preferredCodecs, withoutStrayFeedback, withStartBitrate } from './codecs.ts';

const sdp = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:98 VP9/90000',
  'a=fmtp:98 profile-id=0',
  '',
];

it('each video codec gets the start bitrate, and nothing else changes', () => {
  const lines = withStartBitrate(sdp.join('\r\n')).split('\r\n');
  expect(lines.filter((line) => !sdp.includes(line))).toEqual([
    'a=fmtp:96 x-google-start-bitrate=1500',
    'a=fmtp:98 profile-id=0;x-google-start-bitrate=1500',
  ]);
  expect(lines.indexOf('a=fmtp:96 x-google-start-bitrate=1500')).toBe(6);
  expect(lines.at(-1)).toBe('');
});

it('a description without video stays as it is', () => {
  const audio = sdp.slice(0, 4).join('\r\n');
  expect(withStartBitrate(audio)).toBe(audio);
});

const capabilities = [
  { mimeType: 'video/VP8' },
  { mimeType: 'video/rtx' },
  { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0' },
  { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=2' },
  { mimeType: 'video/AV1' },
];

it('a shared screen goes over VP9, or VP8 where there is none', () => {
  const section = { carries: 'screen', kind: 'video', from: 'initiator' } as const;
  const names = preferredCodecs(capabilities, section).map((codec) => codec.sdpFmtpLine ?? codec.mimeType);
  expect(names).toEqual(['profile-id=0', 'video/VP8', 'video/rtx']);
  expect(preferredCodecs([{ mimeType: 'video/H264' }, { mimeType: 'video/rtx' }], section)).toEqual([]);
});

it('a microphone is sent with redundancy where the browser knows it', () => {
  const section = { carries: 'audio', kind: 'audio', from: 'both' } as const;
  const [opus, red] = [{ mimeType: 'audio/opus' }, { mimeType: 'audio/red' }];
  expect(preferredCodecs([opus, red], section)).toEqual([red, opus]);
  expect(preferredCodecs([opus], section)).toEqual([]);
});

it('leaves out feedback of codecs that a section does not list, per section', () => {
  const lines = [
    'm=video 9 UDP/TLS/RTP/SAVPF 120 121',
    'a=rtcp-fb:120 nack',
    'a=rtcp-fb:121 nack pli',
    'm=video 0 UDP/TLS/RTP/SAVPF 120',
    'a=rtcp-fb:* transport-cc',
    'a=rtcp-fb:120 nack',
    'a=rtcp-fb:121 nack pli',
    '',
  ];
  const kept = lines.filter((_, index) => index !== 6);
  expect(withoutStrayFeedback(lines.join('\r\n'))).toBe(kept.join('\r\n'));
});
