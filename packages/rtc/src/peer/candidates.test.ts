import type { IceServer } from '@ringback/protocol';
import { expect, it } from 'vitest';
import { setupFor } from './candidates.ts';

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

function urls(...args: Parameters<typeof setupFor>): readonly string[] | undefined {
  return setupFor(...args)?.iceServers.flatMap((server) => server.urls);
}

it('a link that may go any way gets everything', () => {
  expect(setupFor('all', all, undefined)).toEqual({ iceServers: all, policy: 'all' });
});

it('a relayed link gets relays alone, with their credentials', () => {
  expect(urls('relay', all, 'udp')).toEqual(all[0]?.urls.slice(1));
  expect(setupFor('relay', all, 'udp')).toMatchObject({ policy: 'relay', iceServers: [credentials] });
});

it('another relay is one that is reached otherwise than the one in use', () => {
  expect(urls('otherRelay', all, 'udp')).toEqual(all[0]?.urls.slice(2));
  expect(urls('otherRelay', all, 'tcp')).toEqual([
    'turn:call.example:3478?transport=udp',
    'turns:call.example:5349?transport=tcp',
  ]);
});

it('a direct link asks for its addresses and for no relay', () => {
  expect(setupFor('direct', all, 'udp')).toEqual({
    iceServers: [{ urls: ['stun:call.example:3478'] }],
    policy: 'all',
  });
});

it('a TURN server that is named as nothing else tells addresses too', () => {
  const turn: IceServer[] = [{ urls: ['turn:relay.example', 'turns:relay.example'], ...credentials }];
  expect(urls('direct', turn, undefined)).toEqual(['stun:relay.example']);
});

it('where there is no relay, or none that is reached otherwise, there is no relayed link', () => {
  expect(setupFor('relay', [{ urls: ['stun:call.example'] }], undefined)).toBeUndefined();
  expect(setupFor('relay', [], undefined)).toBeUndefined();
  const one: IceServer[] = [{ urls: ['turn:relay.example?transport=udp'], ...credentials }];
  expect(setupFor('otherRelay', one, 'udp')).toBeUndefined();
});
