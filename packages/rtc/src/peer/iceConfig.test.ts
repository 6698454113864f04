import type { IceServer } from '@ringback/protocol';
import { expect, it } from 'vitest';
import { iceConfigFor } from './iceConfig.ts';

const credentials = { username: '1:ada', credential: 'c' };
const all: IceServer[] = [
  {
    urls: [
      'stun:call.example:3478',
      'turn:call.example:3478?transport=udp',
      'turn:call.example:3478?transport=tcp',
      'turns:call.example:5349?transport=tcp',
    ],
    ...credentials,
  },
];

function urls(...args: Parameters<typeof iceConfigFor>): readonly string[] | undefined {
  return iceConfigFor(...args)?.iceServers.flatMap((server) => server.urls);
}

it('a link with all candidates gets every server', () => {
  expect(iceConfigFor('all', all, undefined)).toEqual({ iceServers: all, policy: 'all' });
});

it('a relayed link gets relays only, with their credentials', () => {
  expect(urls('relay', all, 'udp')).toEqual(all[0]?.urls.slice(1));
  expect(iceConfigFor('relay', all, 'udp')).toMatchObject({ policy: 'relay', iceServers: [credentials] });
});

it('another relay is reached over another transport than the one in use', () => {
  expect(urls('otherRelay', all, 'udp')).toEqual(all[0]?.urls.slice(2));
  expect(urls('otherRelay', all, 'tcp')).toEqual([
    'turn:call.example:3478?transport=udp',
    'turns:call.example:5349?transport=tcp',
  ]);
});

it('a direct link gets STUN servers and no relay', () => {
  expect(iceConfigFor('direct', all, 'udp')).toEqual({
    iceServers: [{ urls: ['stun:call.example:3478'] }],
    policy: 'all',
  });
});

it('a TURN server without a STUN URL serves as STUN server too', () => {
  const turn: IceServer[] = [{ urls: ['turn:relay.example', 'turns:relay.example'], ...credentials }];
  expect(urls('direct', turn, undefined)).toEqual(['stun:relay.example']);
});

it('there is no relayed link without a relay, or without one over another transport', () => {
  expect(iceConfigFor('relay', [{ urls: ['stun:call.example'] }], undefined)).toBeUndefined();
  expect(iceConfigFor('relay', [], undefined)).toBeUndefined();
  const one: IceServer[] = [{ urls: ['turn:relay.example?transport=udp'], ...credentials }];
  expect(iceConfigFor('otherRelay', one, 'udp')).toBeUndefined();
});
