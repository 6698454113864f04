export { FakeCapture, fakeMediaDevice } from './capture.ts';
export { FakeProcessor } from './processor.ts';
export { FakeRecorder } from './recorder.ts';
export { createFakeLocks, createFakeStorage, type FakeLocks, type FakeStorage } from './storage.ts';
export { FakeSignalingClient, type MadeRequest } from './signalingClient.ts';
