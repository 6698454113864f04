import type { CallStatus } from '@ringback/client';
import type { Route } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { routeText, statusText } from './CallStatus.tsx';

test.each<[CallStatus, string]>([
  [{ kind: 'askingMicrophone' }, 'Allow your microphone'],
  [{ kind: 'calling' }, 'Calling…'],
  [{ kind: 'ringing' }, 'Ringing…'],
  [{ kind: 'connecting' }, 'Connecting…'],
  [{ kind: 'talking', sinceMs: 1_000 }, '0:07'],
  [{ kind: 'talking', sinceMs: 9_000 }, '0:00'],
  [{ kind: 'reconnecting' }, 'Reconnecting…'],
  [{ kind: 'waiting' }, 'Waiting for Ada…'],
])('%o reads %s', (status, words) => {
  expect(statusText(status, 'Ada', 8_400)).toBe(words);
});

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
])('%o names the transport and gives no reason', (route, word, meaning) => {
  expect(routeText(route)).toEqual({ word, meaning });
});
