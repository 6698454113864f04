export type { Gap } from './machine/path.ts';
export type { PeerMessage } from './machine/peerMessage.ts';
export type { PathStage } from './machine/plan.ts';
export { createIceServerSource, type IceServerSource } from './peer/iceServers.ts';
export { openMediaPath, preloadMediaPath } from './peer/loadMediaPath.ts';
export type {
  MediaPath,
  NetworkMemory,
  OpenMediaPath,
  PathEvent,
  PathOptions,
  Tracks,
} from './peer/mediaPath.ts';
