import type { Route } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { routeText } from './routeText.ts';

test.each<[Route, string, string]>([
  [{ path: 'direct', transport: 'udp' }, 'Direct', 'The call travels straight between your devices. (UDP)'],
  [{ path: 'direct', transport: 'tcp' }, 'Direct', 'The call travels straight between your devices. (TCP)'],
  [
    { path: 'relay', transport: 'udp' },
    'Relayed',
    'The call travels through a relay between your devices. (UDP)',
  ],
  [
    { path: 'relay', transport: 'tls' },
    'Relayed',
    'The call travels through a relay between your devices. (TLS)',
  ],
])('%o is told with its transport, and no reason is made up for it', (route, word, meaning) => {
  expect(routeText(route)).toEqual({ word, meaning });
});
