import { expect, test } from 'vitest';
import { recordingFailure } from './recordingText.ts';

test('a refused input says where to allow it, a missing one what to do, and what cannot record says so', () => {
  expect(recordingFailure({ input: 'microphone', failure: 'notAllowed' })).toContain('allow it');
  expect(recordingFailure({ input: 'camera', failure: 'notFound' })).toContain('No camera was found');
  expect(recordingFailure({ input: 'recorder', failure: 'unsupported' })).toContain('cannot record');
  expect(recordingFailure({ input: 'recorder', failure: 'failed' })).toContain('Try again');
});
