export { MediaNetwork, type FakePath } from './mediaNetwork.ts';
export { FakeStream, FakeTrack } from './track.ts';
