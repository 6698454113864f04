import type { NoteMedia } from '@ringback/client';
import { expect, test } from 'vitest';
import { Playback, type MediaElement, type PlaybackState } from './playback.ts';

const loaded: NoteMedia = { kind: 'here', blob: new Blob(['a sound']) };

/** Behaves like a browser's element, without sound. */
class SilentElement extends EventTarget implements MediaElement {
  currentTime = 0;
  duration = 3;
  playbackRate = 1;
  error: MediaError | null = null;
  starts = 0;
  /** Whether `play()` stays pending. */
  isSlow = false;
  readonly playCalled = Promise.withResolvers<void>();
  #interrupt = (): void => {};

  get src(): string {
    return '';
  }

  set src(_url: string) {
    queueMicrotask(() => this.dispatchEvent(new Event('loadedmetadata')));
  }

  async play(): Promise<void> {
    this.playCalled.resolve();
    if (this.isSlow) {
      await new Promise<void>((_, reject) => {
        this.#interrupt = () => reject(new DOMException('Interrupted by a pause.', 'AbortError'));
      });
    }
    this.starts += 1;
  }

  pause(): void {
    this.#interrupt();
  }
}

function createPlayer() {
  const states: PlaybackState['state'][] = [];
  const element = new SilentElement();
  const playback = new Playback(({ state }) => void states.push(state));
  let played = 0;
  const press = (load: () => Promise<NoteMedia>): Promise<void> =>
    playback.play(element, { load, rate: 1, onPlay: () => void (played += 1) });
  return { playback, element, states, press, played: () => played };
}

test('the first press loads the recording, and the next one reuses it', async () => {
  const { press, element, played, states } = createPlayer();
  let loads = 0;
  const load = () => Promise.resolve(loaded).finally(() => (loads += 1));
  await press(load);
  await press(load);
  expect([loads, element.starts, played()]).toEqual([1, 2, 2]);
  expect(states).toEqual(['loading']);
});

test('a call while a recording loads: nothing plays during the call, and it can be played afterwards', async () => {
  const { playback, element, states, press, played } = createPlayer();
  const loading = Promise.withResolvers<NoteMedia>();
  const pressed = press(() => loading.promise);
  playback.pause(element);
  loading.resolve(loaded);
  await pressed;
  expect([element.starts, played()]).toEqual([0, 0]);
  expect(states).toEqual(['loading', 'still']);
  await press(() => Promise.resolve(loaded));
  expect([element.starts, played()]).toEqual([1, 1]);
});

test('a call while the browser prepares a recording: nothing plays during the call', async () => {
  const { playback, element, press } = createPlayer();
  element.addEventListener('loadedmetadata', () => playback.pause(element));
  await press(() => Promise.resolve(loaded));
  expect(element.starts).toBe(0);
});

test('a call at the moment playback starts: no playback error is reported', async () => {
  const { playback, element, states, press } = createPlayer();
  element.isSlow = true;
  const pressed = press(() => Promise.resolve(loaded));
  await element.playCalled.promise;
  playback.pause(element);
  await pressed;
  expect(states).toEqual(['loading', 'still']);
});

test('another recording starts at the same moment: no playback error is reported for this one', async () => {
  const [one, other] = [createPlayer(), createPlayer()];
  one.element.isSlow = true;
  const pressed = one.press(() => Promise.resolve(loaded));
  await one.element.playCalled.promise;
  await other.press(() => Promise.resolve(loaded));
  await pressed;
  expect(one.states).toEqual(['loading']);
  expect([one.played(), other.played()]).toEqual([0, 1]);
});

test('a canceled press reports nothing, not even a failure to load', async () => {
  const { playback, element, states, press } = createPlayer();
  const loading = Promise.withResolvers<NoteMedia>();
  const pressed = press(() => loading.promise);
  playback.pause(element);
  loading.resolve({ kind: 'failed', message: 'The server cannot be reached.' });
  await pressed;
  expect(states).toEqual(['loading', 'still']);
});

test('a player that is closed while a recording loads does not play it', async () => {
  const { playback, element, press } = createPlayer();
  const loading = Promise.withResolvers<NoteMedia>();
  const pressed = press(() => loading.promise);
  playback.close();
  loading.resolve(loaded);
  await pressed;
  expect(element.starts).toBe(0);
});

test('a failure to load is reported, and the next press tries again', async () => {
  const { element, states, press } = createPlayer();
  await press(() => Promise.resolve({ kind: 'failed', message: 'The server cannot be reached.' }));
  await press(() => Promise.resolve(loaded));
  expect(states).toEqual(['loading', 'failed', 'loading']);
  expect(element.starts).toBe(1);
});

test('a recording that the browser cannot decode: that is said, however long the browser keeps trying', async () => {
  const { element, states, press, played } = createPlayer();
  element.isSlow = true;
  const pressed = press(() => Promise.resolve(loaded));
  await element.playCalled.promise;
  element.dispatchEvent(new Event('error'));
  await pressed;
  expect(states).toEqual(['loading', 'failed']);
  expect(played()).toBe(0);
});
