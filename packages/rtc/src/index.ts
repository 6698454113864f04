export type { Gap } from './machine/path.ts';
export type { PeerMessage } from './machine/peerMessage.ts';
export type { MediaSessionStage } from './machine/plan.ts';
export { createIceServerSource, type IceServerSource } from './peer/iceServers.ts';
export { openMediaSession, preloadMediaSession } from './peer/loadMediaPath.ts';
export type {
  MediaSession,
  NetworkHistory,
  OpenMediaSession,
  MediaSessionEvent,
  MediaSessionOptions,
  Tracks,
} from './peer/mediaPath.ts';
