import type { CurrentCall, IncomingCall, MissedNotice, Outcome, OwnPreview } from '@ringback/client';
import { defaultSettings } from '@ringback/protocol';
import { callId, grace, linus, longName } from '../fixtures/people.ts';
import { answeredCall, bothCameras, choosing, currentCall } from '../fixtures/calls.ts';
import { fakeOtherSide, fakeVideo, fakeVoice } from '../fixtures/fakeMedia.ts';
import { conversationStories } from './conversationStories.ts';
import { historyStories } from './historyStories.ts';
import type { GalleryStory } from './galleryStory.ts';
import type { Script } from '../fixtures/scriptedEngine.ts';
import { notificationStories } from './notificationStories.ts';
import { ownMicrophone, qualityStories } from './qualityStories.ts';
import { noteStories } from './noteStories.ts';
import { sharingStories } from './sharingStories.ts';
import { secondStories } from './secondStories.ts';
import { accountStories } from './accountStories.ts';
import { deskStories } from './deskStories.tsx';
import { insightStories } from './insightStories.tsx';
import { linkStories } from './linkStories.tsx';
import { checkupStories } from './checkupStories.ts';
import { privacyStories } from './privacyStories.ts';

const act = () => {};
const theirReactions = ['thumbsUp', 'surprise', 'celebration'] as const;

function callWith(more: Partial<CurrentCall>): Script {
  return { calls: { current: currentCall(more) } };
}

const headsetOffer = { label: 'Jabra Evolve2 65 Mono', use: act, dismiss: act };

function outgoing(more: Partial<CurrentCall> = {}): Script {
  return callWith({ ...choosing, cancel: act, mute: act, ...more });
}

function answered(more: Partial<CurrentCall>): Script {
  return { calls: { current: answeredCall({ mute: act, react: act, raiseHand: act, ...more }) } };
}

/** Each side sent three; in the gallery they rise once, when the story opens. */
const reactions: CurrentCall['reactions'] = (['heart', 'applause', 'laughter'] as const).flatMap(
  (reaction, index) => [
    { id: 2 * index, from: 'me', reaction, shownAt: 0 } as const,
    { id: 2 * index + 1, from: 'peer', reaction: theirReactions[index] ?? 'heart', shownAt: 0 } as const,
  ],
);

function talking(more: Partial<CurrentCall> = {}): Script {
  return answered({ turnCameraOn: act, ...more });
}

function videoCall(more: Partial<CurrentCall> = {}, size: readonly [number, number] = [1280, 720]): Script {
  return answered({ ...bothCameras(size), ...more });
}

function incoming(more: Partial<IncomingCall> = {}): Script {
  return {
    calls: {
      incoming: {
        id: callId(2),
        peer: grace,
        media: 'audio',
        sinceMs: Date.now(),
        accept: act,
        decline: act,
        ...more,
      },
    },
  };
}

function incomingVideo(preview: OwnPreview): Script {
  return incoming({ media: 'video', acceptWithoutVideo: act, peer: linus, preview });
}

function outcome(reason: Outcome['reason'], more: Partial<Outcome> = {}): GalleryStory {
  const content: Outcome = {
    callId: callId(3),
    peer: grace,
    media: 'audio',
    reason,
    callAgain: act,
    close: act,
    ...more,
  };
  return { path: '/people', script: () => ({ calls: { outcome: content } }) };
}

const missedNotice: MissedNotice = {
  callId: callId(4),
  peer: grace,
  media: 'video',
  placedAt: Date.now() - 240_000,
  isQuiet: false,
  callBack: act,
  dismiss: act,
};

/** All stories, by their name in the gallery's address. */
export const stories: Readonly<Record<string, GalleryStory>> = {
  ...noteStories,
  ...secondStories,
  ...accountStories,
  ...privacyStories,
  ...linkStories,
  ...deskStories,
  ...insightStories,
  'someone-else': { path: '/people', as: 'Grace', script: () => ({}) },
  people: { path: '/people', script: () => ({ history: { unseen: 2 } }) },
  'people-empty': { path: '/people', script: () => ({ people: { known: [] } }) },
  'people-offline': {
    path: '/people',
    script: () => ({ connection: { state: 'offline' }, calls: { cannotPlace: 'offline' } }),
  },
  person: { path: `/people/${grace.id}`, script: () => ({}) },
  ...historyStories,
  ...notificationStories,
  ...sharingStories,
  ...qualityStories,
  ...conversationStories,
  ...checkupStories,
  settings: { path: '/settings', script: () => ({}) },
  'settings-relay-only': {
    path: '/settings',
    script: () => ({
      settings: {
        state: 'known',
        values: { ...defaultSettings, alwaysRelay: true },
        canRelay: true,
        change: { state: 'idle' },
      },
    }),
  },
  'settings-without-relay': {
    path: '/settings',
    script: () => ({
      settings: {
        state: 'known',
        values: { ...defaultSettings, alwaysRelay: true },
        canRelay: false,
        change: { state: 'idle' },
      },
    }),
  },
  'settings-failed': {
    path: '/settings',
    script: () => ({
      settings: {
        state: 'known',
        values: { ...defaultSettings, alwaysRelay: false },
        canRelay: true,
        change: {
          state: 'failed',
          requested: { alwaysRelay: true },
          message: 'The server is busy. Try again.',
        },
      },
    }),
  },
  'settings-offline': { path: '/settings', script: () => ({ connection: { state: 'offline' } }) },
  'settings-in-call': { path: '/settings', isBar: true, script: () => talking() },
  'outgoing-asking': { path: '/people', script: () => outgoing({ status: { kind: 'askingMicrophone' } }) },
  'outgoing-calling': { path: '/people', script: () => outgoing() },
  'outgoing-ringing': {
    path: '/people',
    script: () => outgoing({ peer: linus, phase: 'ringing', status: { kind: 'ringing' } }),
  },
  'outgoing-video': {
    path: '/people',
    script: () =>
      outgoing({
        media: 'video',
        phase: 'ringing',
        status: { kind: 'ringing' },
        camera: { state: 'on' },
        localVideo: fakeVideo(150, [640, 480]),
        turnCameraOff: act,
      }),
  },
  connecting: {
    path: '/people',
    script: () => talking({ phase: 'connecting', status: { kind: 'connecting' }, route: null }),
  },
  talking: { path: '/people', script: () => talking() },
  'talking-heard': {
    path: '/people',
    script: () => talking({ localAudio: fakeVoice(), remoteStream: fakeVoice() }),
  },
  'talking-muted': {
    path: '/people',
    script: () =>
      callWith({
        phase: 'active',
        status: { kind: 'talking', sinceMs: Date.now() - 83_000 },
        route: { path: 'direct', transport: 'udp' },
        microphone: { state: 'off' },
        localAudio: fakeVoice(),
        unmute: act,
        turnCameraOn: act,
        hangUp: act,
      }),
  },
  'same-computer': {
    path: '/people',
    script: () => {
      fakeOtherSide(callId(1));
      return talking();
    },
  },
  'reactions-voice': { path: '/people', script: () => talking({ reactions }) },
  'reactions-video': { path: '/people', script: () => videoCall({ reactions, remoteHand: 'raised' }) },
  'hands-raised': {
    path: '/people',
    script: () => talking({ remoteHand: 'raised', lowerHand: act }),
  },
  'talking-relayed': {
    path: '/people',
    script: () =>
      talking({
        peer: longName,
        route: { path: 'relay', transport: 'tls' },
        remoteMicrophone: 'muted',
        quality: { grade: 'good', finding: { kind: 'muted', by: 'user' } },
      }),
  },
  listening: {
    path: '/people',
    script: () =>
      callWith({
        phase: 'active',
        status: { kind: 'talking', sinceMs: Date.now() },
        microphone: { state: 'none', failure: 'notAllowed' },
        remoteMicrophone: 'none',
        turnCameraOn: act,
        hangUp: act,
      }),
  },
  'talking-silent': { path: '/people', script: () => talking({ quality: ownMicrophone('silent') }) },
  'talking-camera-paused': {
    path: '/people',
    script: () => videoCall({ isCameraPaused: true, localVideo: null, remoteCamera: 'paused' }),
  },
  'talking-allow-microphone': {
    path: '/people',
    script: () =>
      talking({ microphone: { state: 'starting', isPrompting: true }, remoteMicrophone: 'starting' }),
  },
  'talking-muted-by-system': {
    path: '/people',
    script: () => talking({ quality: ownMicrophone('mutedBySystem') }),
  },
  'talking-video-request': {
    path: '/people',
    script: () =>
      talking({
        remoteStream: fakeVideo(30, [1280, 720]),
        remoteCamera: 'on',
        videoRequest: { turnCameraOn: act, notNow: act },
      }),
  },
  'talking-offer': { path: '/people', script: () => talking({ offer: headsetOffer }) },
  'talking-moved': {
    path: '/people',
    script: () => ({
      calls: {
        ...talking().calls,
        toasts: [
          { id: '1', kind: 'microphoneChanged', label: 'Built-in Audio Analog Stereo' },
          { id: '2', kind: 'cameraLost', failure: 'notFound' },
        ],
      },
    }),
  },
  'video-offer': {
    path: '/people',
    script: () => videoCall({ offer: headsetOffer, quality: ownMicrophone('silent') }),
  },
  video: { path: '/people', script: () => videoCall() },
  'video-upright': { path: '/people', script: () => videoCall({}, [720, 1280]) },
  'video-no-camera': {
    path: '/people',
    script: () => talking({ media: 'video', camera: { state: 'none', failure: 'notFound' } }),
  },
  reconnecting: {
    path: '/people',
    script: () => videoCall({ phase: 'reconnecting', status: { kind: 'reconnecting' } }),
  },
  waiting: {
    path: '/people',
    script: () =>
      talking({
        phase: 'reconnecting',
        status: { kind: 'waiting', untilMs: performance.timeOrigin + performance.now() + 10_000 },
      }),
  },
  bar: { path: '/calls', isBar: true, script: () => talking() },
  'bar-notes': {
    path: '/calls',
    isBar: true,
    script: () => talking({ quality: ownMicrophone('silent'), offer: headsetOffer }),
  },
  'bar-video': { path: '/people', isBar: true, script: () => videoCall() },
  incoming: { path: '/people', script: () => incoming() },
  'incoming-missed': { path: '/people', script: () => ({ ...incoming(), notices: [missedNotice] }) },
  'incoming-request': {
    path: '/people',
    script: () =>
      incoming({
        request: { handle: 'grace.h', sinceMs: Date.UTC(2026, 8, 3), isAsked: false },
        reason: 'About the plan for Tuesday',
        isUrgent: true,
        askWhy: act,
      }),
  },
  'incoming-guest-asked': {
    path: '/people',
    script: () => incoming({ request: { isAsked: true }, isMuted: true }),
  },
  'incoming-nuisance': {
    path: '/people',
    script: () => incoming({ request: { isAsked: false }, attempts: 4, askWhy: act }),
  },
  'calling-said-why': {
    path: '/people',
    script: () =>
      outgoing({ status: { kind: 'ringing' }, phase: 'ringing', reason: 'About the plan for Tuesday' }),
  },
  'calling-asked-why': {
    path: '/people',
    script: () => outgoing({ status: { kind: 'ringing' }, phase: 'ringing', giveReason: act }),
  },
  'incoming-video': {
    path: '/people',
    script: () => incomingVideo({ state: 'off', show: act }),
  },
  'incoming-asking': {
    path: '/people',
    script: () => incomingVideo({ state: 'starting', isPrompting: true, hide: act }),
  },
  'incoming-seen': {
    path: '/people',
    script: () => incomingVideo({ state: 'on', stream: fakeVideo(150, [1280, 720]), hide: act }),
  },
  'incoming-blocked': {
    path: '/people',
    script: () => incomingVideo({ state: 'failed', failure: 'notAllowed', show: act }),
  },
  'after-no-answer': outcome('noAnswer'),
  'after-declined': outcome('declined'),
  'after-busy': outcome('busy'),
  'after-unreachable': outcome('unreachable', { peer: longName }),
  'after-failed': outcome('connectFailed', { cause: 'iceFailed', media: 'video' }),
  'after-lost': outcome('connectionLost', { cause: 'deviceGone' }),
  missed: {
    path: '/people',
    script: () => ({
      history: { unseen: 2 },
      notices: [missedNotice, { ...missedNotice, callId: callId(5), peer: longName, media: 'audio' }],
    }),
  },
  toasts: {
    path: '/people',
    script: () => ({
      calls: {
        toasts: [
          { id: '1', kind: 'callEnded', durationMs: 42_000 },
          { id: '2', kind: 'answeredElsewhere' },
        ],
      },
    }),
  },
  outdated: { path: '/people', script: () => ({ connection: { state: 'outdated' } }) },
  'unknown-address': { path: '/nowhere', script: () => ({}) },
};
