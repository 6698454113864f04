import { describe, expect, it } from 'vitest';
import { DeviceId, fail, LinkId } from '@ringback/protocol';
import * as v from 'valibot';
import { createIceServerSource } from './iceServers.ts';
import { openLazily } from './lazyMediaPath.ts';
import type { MediaSession, OpenMediaSession, MediaSessionOptions } from './mediaPath.ts';

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

/** A path that notes what it is told. */
function noting(): { readonly notes: string[]; readonly open: OpenMediaSession } {
  const notes: string[] = [];
  const open = (): MediaSession => ({
    answered: () => void notes.push('answered'),
    receive: (_, box) => void notes.push(`receive ${box}`),
    sendTracks: () => void notes.push('send'),
    sendMessage: () => void notes.push('tell'),
    activeLink: () => undefined,
    signalingRestored: () => void notes.push('back'),
    close: () => void notes.push('close'),
  });
  return { notes, open };
}

describe('a path whose code is on its way', () => {
  it('passes on what it was told meanwhile, in order', async () => {
    const { notes, open } = noting();
    const path = openLazily(() => Promise.resolve(open))(options);
    path.sendTracks({ audio: null, video: null });
    path.receive(linkId, 'a');
    path.receive(linkId, 'b');
    expect(notes).toEqual([]);
    await expect.poll(() => notes).toEqual(['send', 'receive a', 'receive b']);
    path.close();
    expect(notes.at(-1)).toBe('close');
  });

  it('never opens if it was closed before', async () => {
    const { notes, open } = noting();
    const loaded = Promise.resolve(open);
    const path = openLazily(() => loaded)(options);
    path.sendTracks({ audio: null, video: null });
    path.close();
    await loaded;
    await Promise.resolve();
    expect(notes).toEqual([]);
  });

  it('fetches again when the first attempt fails', async () => {
    const { notes, open } = noting();
    let attempts = 0;
    const path = openLazily(() => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(open);
    })(options);
    path.sendTracks({ audio: null, video: null });
    await expect.poll(() => notes).toEqual(['send']);
    path.close();
  });
});
