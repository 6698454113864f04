export { MediaNetwork, type FakeMediaSession } from './mediaNetwork.ts';
export { FakeStream, FakeTrack } from './track.ts';
