import { CallId } from '@ringback/protocol';
import { FakeStream, FakeTrack } from '@ringback/rtc/testing';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { ScreenResult } from '../../media/screen/screenPorts.ts';
import type { CallAction } from '../state/callAction.ts';
import { ScreenEffectRunner, type ScreenPorts } from './screenEffectRunner.ts';

const key = v.parse(CallId, '00000000-0000-4000-8000-000000000001');

function run({ open, streamOf }: Partial<NonNullable<ScreenPorts['screenCapture']> & ScreenPorts> = {}) {
  const video = new FakeTrack('video', 'screen');
  const audio = new FakeTrack('audio', 'sound');
  const actions: CallAction[] = [];
  const opened: ScreenResult = { ok: true, video, audio, surface: 'window' };
  let presses = 0;
  const runner = new ScreenEffectRunner(
    {
      screenCapture: {
        open: (content) => {
          presses += 1;
          return open?.(content) ?? Promise.resolve(opened);
        },
        tune: (track, content) => (track.contentHint = content),
      },
      streamOf: streamOf ?? ((track) => new FakeStream('screen', [track])),
    },
    (action) => void actions.push(action),
  );
  runner.run({ type: 'openScreen', key, content: 'text' });
  return { runner, video, audio, actions, pressesAtOnce: presses };
}

/** Lets everything that waits for nothing else happen. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('the browser is asked right in the press, and what it says is reported', async () => {
  const { actions, video, pressesAtOnce } = run();
  expect(pressesAtOnce).toBe(1);
  await settled();
  expect(actions).toMatchObject([{ type: 'screenOpened', key, result: { ok: true, video } }]);
});

test('the shared window is closed: the end is reported', async () => {
  const { actions, video } = run();
  await settled();
  video.unplug();
  expect(actions.at(-1)).toEqual({ type: 'screenEnded', track: video });
});

test('it was closed before anyone listened: the end is reported all the same', async () => {
  const { actions, video } = run();
  video.unplug();
  await settled();
  expect(actions.map(({ type }) => type)).toEqual(['screenOpened', 'screenEnded']);
});

test('the browser fails in the middle: nothing stays open', async () => {
  const { actions, video, audio } = run({
    streamOf: () => {
      throw new DOMException('no stream', 'InvalidStateError');
    },
  });
  await settled();
  expect(actions).toEqual([{ type: 'screenOpened', key, result: { ok: false, failure: 'failed' } }]);
  expect([video.readyState, audio.readyState]).toEqual(['ended', 'ended']);
});

test('the browser throws: nothing is shared', async () => {
  const { actions } = run({ open: () => Promise.reject(new Error('broken')) });
  await settled();
  expect(actions).toEqual([{ type: 'screenOpened', key, result: { ok: false, failure: 'failed' } }]);
});
