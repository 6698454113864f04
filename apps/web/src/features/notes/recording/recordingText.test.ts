import { expect, test } from 'vitest';
import { recordingFailure } from './recordingText.ts';

test('each failure says what to do about it, or that the browser cannot record', () => {
  expect(recordingFailure({ input: 'microphone', failure: 'notAllowed' })).toContain('allow it');
  expect(recordingFailure({ input: 'camera', failure: 'notFound' })).toContain('No camera was found');
  expect(recordingFailure({ input: 'recorder', failure: 'unsupported' })).toContain("can't record");
  expect(recordingFailure({ input: 'recorder', failure: 'failed' })).toContain('Try again');
});
