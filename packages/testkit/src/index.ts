export { FakeCapture, fakePiece } from './capture.ts';
export { createFakeClock, realClock, type FakeClock } from './clock.ts';
export { MediaNetwork, type FakePath } from './mediaNetwork.ts';
export { createSeededRandom, freshSeed, type SeededRandom } from './random.ts';
export { FakeRecorder } from './recorder.ts';
export { createFakeLocks, createFakeStorage, type FakeLocks, type FakeStorage } from './storage.ts';
export { FakeStream, FakeTrack } from './track.ts';
export { FakeWire, type MadeRequest } from './wire.ts';
