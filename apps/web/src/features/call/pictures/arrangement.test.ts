import { describe, expect, test } from 'vitest';
import {
  arrangePictures,
  chooseLarge,
  stackUnder,
  stageViewOf,
  stripBeside,
  usualShapes,
  type PictureFacts,
  type PictureState,
} from './arrangement.ts';

function facts(
  pictures: Partial<Record<keyof PictureFacts['pictures'], PictureState>>,
  more: Partial<PictureFacts> = {},
): PictureFacts {
  return {
    pictures: { theirScreen: 'none', myScreen: 'none', theirCamera: 'none', myCamera: 'none', ...pictures },
    meeting: 'met',
    chosen: undefined,
    isOwnMinimized: false,
    ...more,
  };
}

const bothCameras = { theirCamera: 'there', myCamera: 'there' } as const;

describe('before the other side is seen', () => {
  test('the own camera fills the stage, with their portrait over it', () => {
    const arranged = arrangePictures(facts({ myCamera: 'there' }, { meeting: 'waiting' }));
    expect(arranged).toMatchObject({ large: 'myCamera', hasPortrait: true, small: [] });
  });

  test('it stays while their camera is on and no frame has come', () => {
    const arranged = arrangePictures(
      facts({ myCamera: 'there', theirCamera: 'coming' }, { meeting: 'waiting', isOwnMinimized: true }),
    );
    expect(arranged.places).toMatchObject({ myCamera: 'large', theirCamera: 'waiting' });
    expect(arranged.hasPortrait).toBe(true);
  });

  test('a voice call shows the portrait alone', () => {
    expect(arrangePictures(facts({}, { meeting: 'waiting' }))).toMatchObject({
      large: undefined,
      hasPortrait: true,
    });
  });
});

describe('once the other side is seen', () => {
  test('theirs fills the stage and the own camera is in the corner', () => {
    const arranged = arrangePictures(facts(bothCameras));
    expect(arranged).toMatchObject({ large: 'theirCamera', small: ['myCamera'], hasPortrait: false });
  });

  test('the own camera stays in the corner when theirs goes off, whatever was swapped', () => {
    const arranged = arrangePictures(facts({ myCamera: 'there' }, { chosen: 'myCamera' }));
    expect(arranged).toMatchObject({ large: undefined, small: ['myCamera'], hasPortrait: true });
  });

  test('minimized, the own camera is a tab', () => {
    const arranged = arrangePictures(facts(bothCameras, { isOwnMinimized: true }));
    expect(arranged.places.myCamera).toBe('tab');
    expect(arranged.small).toEqual([]);
  });

  test('swapped, the own camera is large although it was minimized before', () => {
    const arranged = arrangePictures(facts(bothCameras, { chosen: 'myCamera', isOwnMinimized: true }));
    expect(arranged).toMatchObject({ large: 'myCamera', small: ['theirCamera'] });
  });
});

describe('with a shared screen', () => {
  const sharing = { ...bothCameras, theirScreen: 'there' } as const;

  test('their screen is large, and both cameras are small, the own one below', () => {
    expect(arrangePictures(facts(sharing))).toMatchObject({
      large: 'theirScreen',
      small: ['myCamera', 'theirCamera'],
    });
  });

  test('a chosen person is large, and the screen small', () => {
    expect(arrangePictures(facts(sharing, { chosen: 'theirCamera' }))).toMatchObject({
      large: 'theirCamera',
      small: ['myCamera', 'theirScreen'],
    });
  });

  test('the cameras get a strip beside it, as wide as the widest and as high as the highest', () => {
    const shapes = { ...usualShapes, theirCamera: 1.5, myCamera: 0.75 };
    expect(stripBeside(arrangePictures(facts(sharing)), shapes)).toEqual({ width: 1.5, height: 4 / 3 });
  });

  test.each([
    ['a person is large', { ...sharing }, { chosen: 'theirCamera' }],
    ['no camera is on', { theirScreen: 'there' }, {}],
    ['the only camera is minimized', { theirScreen: 'there', myCamera: 'there' }, { isOwnMinimized: true }],
  ] as const)('there is no strip while %s', (_situation, pictures, more) => {
    expect(stripBeside(arrangePictures(facts(pictures, more)), usualShapes)).toBeUndefined();
  });

  test('a screen without its first frame takes no place yet', () => {
    const arranged = arrangePictures(facts({ ...bothCameras, theirScreen: 'coming' }));
    expect(arranged).toMatchObject({ large: 'theirCamera', places: { theirScreen: 'waiting' } });
  });
});

test('small pictures stack up by their heights', () => {
  const arranged = arrangePictures(facts({ ...bothCameras, theirScreen: 'there' }));
  const shapes = { ...usualShapes, myCamera: 0.75 };
  expect(stackUnder('myCamera', arranged, shapes)).toEqual({ count: 0, width: 0, height: 0 });
  expect(stackUnder('theirCamera', arranged, shapes)).toEqual({ count: 1, width: 0.75, height: 4 / 3 });
});

test('swapping twice leads back', () => {
  const before = facts(bothCameras);
  const swapped = { ...before, chosen: chooseLarge(before, 'myCamera') };
  expect(arrangePictures(swapped)).toMatchObject({ large: 'myCamera', small: ['theirCamera'] });
  expect(chooseLarge(swapped, 'theirCamera')).toBeUndefined();
});

test.each([
  ['a voice call', facts({}), 'portrait'],
  ['a video call that rings', facts({ myCamera: 'there' }, { meeting: 'waiting' }), 'own'],
  ['a video call', facts(bothCameras), 'theirs'],
  ['swapped pictures', facts(bothCameras, { chosen: 'myCamera' }), 'theirs'],
  ['the own camera alone', facts({ myCamera: 'there' }), 'portrait'],
] as const)('the stage of %s', (_situation, pictures, view) => {
  expect(stageViewOf(arrangePictures(pictures))).toBe(view);
});
