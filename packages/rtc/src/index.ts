export type { ScreenContent } from './machine/policy.ts';
export type { MediaSessionStage } from './machine/link.ts';
export type { PeerMessage, Reaction } from './machine/peerProtocol.ts';
export type { Gap } from './machine/sessionState.ts';
export type { FaultSide, Finding, Grade } from './machine/quality/judge.ts';
export type { ShownQuality } from './machine/quality/steady.ts';
export type { QualitySummary } from './machine/quality/summary.ts';
export type { QualityLook } from './peer/quality/qualityWatch.ts';
export type { MediaTraceEntry } from './machine/trace.ts';
export { createIceServerSource, type IceServerSource } from './peer/iceServers.ts';
export { fetchMediaSession, openMediaSession, preloadMediaSession } from './peer/loadMediaSession.ts';
export { randomUuid } from './peer/randomUuid.ts';
export type {
  MediaSession,
  MediaSessionEvent,
  MediaSessionOptions,
  NetworkHistory,
  OpenMediaSession,
} from './peer/mediaSessionApi.ts';
export type { Tracks } from './peer/sections/sections.ts';
