import { expect, test } from 'vitest';
import { isMirrored, type CameraTrack } from './streams.ts';

const streamOf = (label: string, facingMode?: string) => ({
  getVideoTracks: (): CameraTrack[] => [
    { label, getSettings: () => (facingMode === undefined ? {} : { facingMode }) },
  ],
});

const refusing = {
  label: 'HD Pro Webcam C920',
  getSettings: () => {
    throw new DOMException('no settings', 'InvalidStateError');
  },
};

test.each([
  ['a webcam that does not tell where it looks', streamOf('HD Pro Webcam C920'), true],
  ['the front camera of a phone', streamOf('camera2 1, facing front', 'user'), true],
  ['the rear camera of a phone', streamOf('Back Camera', 'environment'), false],
  ['the rear camera of a phone that tells it in its label only', streamOf('camera2 0, facing back'), false],
  ['a webcam whose settings cannot be read', { getVideoTracks: () => [refusing] }, true],
  ['a stream without a camera', { getVideoTracks: () => [] }, true],
])('%s', (_situation, stream, expected) => {
  expect(isMirrored(stream)).toBe(expected);
});
