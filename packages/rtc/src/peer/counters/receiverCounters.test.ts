import { expect, test, vi } from 'vitest';
import { createReceiverCounters, type ReceivingConnection } from './receiverCounters.ts';
import { readStats } from './stats.ts';

/** A connection with one receiver of each kind, to which sound and pictures come in when a test says so. */
function fakeConnection(pair: 'direct' | 'relay' | 'untold' = 'direct') {
  const times = { audio: 0, video: 0 };
  const candidate = (type: string) => ({ type, protocol: 'udp' });
  const transport = {
    iceTransport:
      pair === 'untold'
        ? {}
        : {
            getSelectedCandidatePair: () => ({
              local: candidate('host'),
              remote: candidate(pair === 'relay' ? 'relay' : 'srflx'),
            }),
          },
  };
  const receiver = (kind: 'audio' | 'video') => ({
    track: { kind },
    transport,
    getSynchronizationSources: () => (times[kind] === 0 ? [] : [{ timestamp: times[kind] }]),
  });
  const receivers = [receiver('audio'), receiver('video')];
  const connection = {
    connectionState: 'connecting' as RTCPeerConnectionState,
    getReceivers: () => receivers,
  } satisfies ReceivingConnection;
  return { connection, cameIn: (kind: 'audio' | 'video') => (times[kind] += 20) };
}

test('what the receivers play counts as packets, once for each look at something new', () => {
  const { connection, cameIn } = fakeConnection();
  const counters = createReceiverCounters(connection);
  expect(counters.count()).toMatchObject({ packets: 0, audioPackets: 0 });
  cameIn('audio');
  expect(counters.count()).toMatchObject({ packets: 1, audioPackets: 1, decodedFrames: 0 });
  expect(counters.count()).toMatchObject({ packets: 1 });
  cameIn('audio');
  cameIn('video');
  expect(counters.count()).toMatchObject({ packets: 3, audioPackets: 2, decodedFrames: 1 });
});

test('a link that has just connected counts as carrying until its media is played, but not for long', () => {
  vi.useFakeTimers();
  const { connection, cameIn } = fakeConnection();
  const counters = createReceiverCounters(connection);
  expect(counters.count().packets).toBe(0);
  connection.connectionState = 'connected';
  expect([counters.count().packets, counters.count().packets]).toEqual([1, 2]);
  vi.advanceTimersByTime(3_000);
  expect(counters.count().packets).toBe(2);
  cameIn('audio');
  expect(counters.count().packets).toBe(3);
  vi.useRealTimers();
});

test('statistics that fail later are continued, so that no counter falls', () => {
  const { connection, cameIn } = fakeConnection('untold');
  const counters = createReceiverCounters(connection);
  const route = { path: 'direct', transport: 'udp' } as const;
  counters.known({ ...readStats(new Map()), packets: 500, audioPackets: 400, route });
  cameIn('audio');
  expect(counters.count()).toMatchObject({ packets: 501, audioPackets: 401, route });
});

test.each([
  ['direct', { path: 'direct', transport: 'udp' }],
  ['relay', { path: 'relay', transport: 'udp' }],
  ['untold', null],
] as const)('the route is read from the transport: %s', (pair, route) => {
  const { connection } = fakeConnection(pair);
  expect(createReceiverCounters(connection).count().route).toEqual(route);
});

test('a closed connection receives nothing', () => {
  const counters = createReceiverCounters({
    connectionState: 'closed',
    getReceivers: () => {
      throw new DOMException('It is closed.', 'InvalidStateError');
    },
  });
  expect(counters.count()).toMatchObject({ packets: 0, route: null });
});
