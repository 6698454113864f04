import { expect, test } from 'vitest';
import { cameraProblem, framesPerSecond, nothingSeen, see, type Picture } from './pictures.ts';

const size = { width: 1280, height: 720 };

function seen(count: number, picture: (index: number) => Omit<Picture, 'width' | 'height'>) {
  return Array.from({ length: count }, (_, index) => ({ ...size, ...picture(index) })).reduce(
    see,
    nothingSeen,
  );
}

const moving = (digest: number) => ({ mean: 90, brightest: 240, digest });
const frozen = () => ({ mean: 90, brightest: 240, digest: 7 });
const black = () => ({ mean: 0, brightest: 0, digest: 0 });
const covered = (digest: number) => ({ mean: 3, brightest: 19, digest });

test.each([
  ['a picture that moves', seen(60, moving), undefined],
  ['no picture', nothingSeen, 'cameraNoPicture'],
  ['a black picture', seen(60, black), 'cameraBlack'],
  ['the noise of a covered lens', seen(60, covered), 'cameraBlack'],
  ['the same picture again and again', seen(60, frozen), 'cameraFrozen'],
  ['one picture, then none', seen(1, moving), 'cameraFrozen'],
  ['a few pictures a second', seen(9, moving), 'cameraSlow'],
] as const)('%s', (_, pictures, problem) => {
  expect(cameraProblem(pictures, 3_000)).toBe(problem);
});

test('the rate counts from the first picture', () => {
  expect(framesPerSecond(seen(60, moving), 2_000)).toBe(30);
  expect(framesPerSecond(nothingSeen, 0)).toBe(0);
});
