import { found, good, idleCheckup, type CheckState, type CheckupState, type Finding } from '@ringback/client';
import { currentCall } from '../fixtures/calls.ts';
import { fakeVoice } from '../fixtures/fakeMedia.ts';
import type { GalleryStory } from './galleryStory.ts';

function done(finding: Finding): CheckState {
  return { state: 'done', finding };
}

const allGood: CheckupState['rows'] = {
  server: done(good({ roundTripMs: 24 })),
  live: done(good({ roundTripMs: 26 })),
  network: done(good({ addresses: ['host', 'reflexive', 'relayed'], hasIpv6: true })),
  relayUdp: done(good()),
  relayTcp: done(good()),
  relayTls: done(found('relayNotOffered')),
  direct: done(good()),
  quality: done(good({ roundTripMs: 31, jitterMs: 2, lossPercent: 0, kbps: 2_380, relay: 'udp' })),
  microphone: done(good({ levelDb: -24 })),
  speaker: done(good()),
  camera: done(good({ width: 1280, height: 720, framesPerSecond: 30 })),
  browser: done(good()),
  notifications: done(found('notificationsOff')),
};

function checkup(state: Partial<CheckupState>): GalleryStory {
  return { path: '/checkup', script: () => ({ checkup: { ...idleCheckup, ...state } }) };
}

function finished(rows: Partial<CheckupState['rows']>, summary: CheckupState['summary']): GalleryStory {
  return checkup({
    status: 'done',
    part: 1,
    rows: { ...allGood, ...rows },
    ...(summary !== undefined && { summary }),
  });
}

const headset = { id: 'headset', label: 'Jabra Evolve2 65 Mono', group: '' };

/** The check-up, before, while and after it runs. */
export const checkupStories: Readonly<Record<string, GalleryStory>> = {
  checkup: checkup({}),
  'checkup-running': {
    path: '/checkup',
    script: () => {
      const [track] = fakeVoice().getAudioTracks();
      const microphone: CheckState = { state: 'running', part: 0.4, ...(track !== undefined && { track }) };
      const rows = { ...idleCheckup.rows, server: allGood.server, live: allGood.live, microphone };
      return { checkup: { status: 'running', part: 0.35, rows } };
    },
  },
  'checkup-ready': finished({}, { outcome: 'ready' }),
  'checkup-asking': finished({ speaker: { state: 'asking', answer: () => {} } }, { outcome: 'ready' }),
  'checkup-limited': finished(
    {
      network: done(found('udpBlocked', { addresses: ['host'], hasIpv6: false })),
      relayUdp: done(found('relayUnreachable')),
      direct: done(found('directBlocked')),
      quality: {
        state: 'done',
        finding: found('loopFair', {
          roundTripMs: 380,
          jitterMs: 30,
          lossPercent: 3.1,
          kbps: 900,
          relay: 'tcp',
        }),
        comparison: { kind: 'slower', beforeMs: 40, nowMs: 380 },
      },
      camera: done(found('cameraBlack', { width: 640, height: 480, framesPerSecond: 30 })),
    },
    { outcome: 'limited', limit: 'onlyRelayed', more: 2 },
  ),
  'checkup-impossible': finished(
    { microphone: done({ ...found('microphoneWrong', { levelDb: -90 }), better: headset }) },
    { outcome: 'impossible', problem: 'microphoneWrong' },
  ),
  'checkup-in-call': {
    path: '/checkup',
    isBar: true,
    script: () => ({ calls: { current: currentCall({}) } }),
  },
};
