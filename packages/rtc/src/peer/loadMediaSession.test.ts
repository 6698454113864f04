import { describe, expect, it } from 'vitest';
import { DeviceId, fail, LinkId } from '@ringback/protocol';
import * as v from 'valibot';
import { createIceServerSource } from './iceServers.ts';
import { openWhenLoaded } from './loadMediaSession.ts';
import type { MediaSession, MediaSessionOptions, OpenMediaSession } from './mediaSessionApi.ts';
import type { Tracks } from './sections/sections.ts';

const nothing: Tracks = { audio: null, video: null, screen: null, screenAudio: null };

const linkId = v.parse(LinkId, '00000000-0000-4000-8000-000000000001');
const options: MediaSessionOptions = {
  role: 'caller',
  peerDeviceId: v.parse(DeviceId, '00000000-0000-4000-8000-000000000002'),
  stage: 'live',
  warm: 'all',
  alwaysRelay: false,
  servers: createIceServerSource(() => Promise.resolve(fail('offline')), Date.now),
  networkHistory: { isRelayFirst: () => false, record: () => {} },
  sendEnvelope: () => Promise.resolve({ ok: true, data: {} }),
  onEvent: () => {},
};

/** A session that records the calls of its methods. */
function createRecorder(): { readonly calls: string[]; readonly open: OpenMediaSession } {
  const calls: string[] = [];
  const open = (): MediaSession => ({
    answered: () => void calls.push('answered'),
    receive: (_, envelope) => void calls.push(`receive ${envelope}`),
    sendTracks: () => void calls.push('sendTracks'),
    sendMessage: () => void calls.push('sendMessage'),
    activeLink: () => undefined,
    signalingRestored: () => void calls.push('signalingRestored'),
    close: () => void calls.push('close'),
  });
  return { calls, open };
}

describe('a session whose code is being loaded', () => {
  it('passes on the calls made meanwhile, in order', async () => {
    const { calls, open } = createRecorder();
    const session = openWhenLoaded(() => Promise.resolve(open))(options);
    session.sendTracks(nothing);
    session.receive(linkId, 'a');
    session.receive(linkId, 'b');
    expect(calls).toEqual([]);
    await expect.poll(() => calls).toEqual(['sendTracks', 'receive a', 'receive b']);
    session.close();
    expect(calls.at(-1)).toBe('close');
  });

  it('never opens if it was closed before', async () => {
    const { calls, open } = createRecorder();
    const loaded = Promise.resolve(open);
    const session = openWhenLoaded(() => loaded)(options);
    session.sendTracks(nothing);
    session.close();
    await loaded;
    await Promise.resolve();
    expect(calls).toEqual([]);
  });

  it('loads again when the first attempt fails', async () => {
    const { calls, open } = createRecorder();
    let attempts = 0;
    const session = openWhenLoaded(() => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(open);
    })(options);
    session.sendTracks(nothing);
    await expect.poll(() => calls).toEqual(['sendTracks']);
    session.close();
  });

  it('of an answered call cannot be fetched: it is reported once, and never before the answer', async () => {
    let failures = 0;
    const reports: string[] = [];
    const load = (): Promise<OpenMediaSession> => {
      failures += 1;
      return Promise.reject(new Error('not found'));
    };
    const session = openWhenLoaded(load)({
      ...options,
      stage: 'warm',
      onEvent: (event) => reports.push(event.type === 'down' ? event.cause : event.type),
    });
    await expect.poll(() => failures, { timeout: 5_000 }).toBe(3);
    expect(reports).toEqual([]);
    session.answered();
    expect(reports).toEqual(['notLoaded']);
    await expect.poll(() => failures, { timeout: 5_000 }).toBe(4);
    session.close();
    expect(reports).toHaveLength(1);
  });
});
