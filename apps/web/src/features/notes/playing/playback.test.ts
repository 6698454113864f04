import type { NoteMedia } from '@ringback/client';
import { expect, test } from 'vitest';
import { Playback, type MediaElement, type Playing } from './playback.ts';

const here: NoteMedia = { kind: 'here', blob: new Blob(['a sound']) };

/** An element as a browser has it, without sound. */
class SilentElement extends EventTarget implements MediaElement {
  currentTime = 0;
  duration = 3;
  playbackRate = 1;
  heard = 0;
  /** Whether what is played begins only later. */
  isSlow = false;
  readonly asked = Promise.withResolvers<void>();
  #interrupt = (): void => {};

  get src(): string {
    return '';
  }

  set src(_url: string) {
    queueMicrotask(() => this.dispatchEvent(new Event('loadedmetadata')));
  }

  async play(): Promise<void> {
    this.asked.resolve();
    if (this.isSlow) {
      await new Promise<void>((_, reject) => {
        this.#interrupt = () => reject(new DOMException('Interrupted by a pause.', 'AbortError'));
      });
    }
    this.heard += 1;
  }

  pause(): void {
    this.#interrupt();
  }
}

function playerOf() {
  const told: Playing['state'][] = [];
  const element = new SilentElement();
  const playback = new Playback(({ state }) => void told.push(state));
  let played = 0;
  const press = (load: () => Promise<NoteMedia>): Promise<void> =>
    playback.play(element, { load, rate: 1, onPlay: () => void (played += 1) });
  return { playback, element, told, press, played: () => played };
}

test('a recording is fetched with the first press, and is there for the next', async () => {
  const { press, element, played, told } = playerOf();
  let fetched = 0;
  const load = () => Promise.resolve(here).finally(() => (fetched += 1));
  await press(load);
  await press(load);
  expect([fetched, element.heard, played()]).toEqual([1, 2, 2]);
  expect(told).toEqual(['loading']);
});

test('a call comes while a recording is fetched: it is not talked over, and can be heard afterwards', async () => {
  const { playback, element, told, press, played } = playerOf();
  const fetching = Promise.withResolvers<NoteMedia>();
  const pressed = press(() => fetching.promise);
  playback.pause(element);
  fetching.resolve(here);
  await pressed;
  expect([element.heard, played()]).toEqual([0, 0]);
  expect(told).toEqual(['loading', 'still']);
  await press(() => Promise.resolve(here));
  expect([element.heard, played()]).toEqual([1, 1]);
});

test('a call comes while what was fetched is looked over: it is not talked over either', async () => {
  const { playback, element, press } = playerOf();
  element.addEventListener('loadedmetadata', () => playback.pause(element));
  await press(() => Promise.resolve(here));
  expect(element.heard).toBe(0);
});

test('a call comes the moment it begins to be heard: nobody is told that it cannot be played', async () => {
  const { playback, element, told, press } = playerOf();
  element.isSlow = true;
  const pressed = press(() => Promise.resolve(here));
  await element.asked.promise;
  playback.pause(element);
  await pressed;
  expect(told).toEqual(['loading', 'still']);
});

test('another recording is played the moment this one begins: nobody is told that this one cannot be played', async () => {
  const [one, other] = [playerOf(), playerOf()];
  one.element.isSlow = true;
  const pressed = one.press(() => Promise.resolve(here));
  await one.element.asked.promise;
  await other.press(() => Promise.resolve(here));
  await pressed;
  expect(one.told).toEqual(['loading']);
  expect([one.played(), other.played()]).toEqual([0, 1]);
});

test('what is fetched for a press that was taken back is not told of, not even its failure', async () => {
  const { playback, element, told, press } = playerOf();
  const fetching = Promise.withResolvers<NoteMedia>();
  const pressed = press(() => fetching.promise);
  playback.pause(element);
  fetching.resolve({ kind: 'failed', message: 'The server cannot be reached.' });
  await pressed;
  expect(told).toEqual(['loading', 'still']);
});

test('the page is left while a recording is fetched: it is not heard', async () => {
  const { playback, element, press } = playerOf();
  const fetching = Promise.withResolvers<NoteMedia>();
  const pressed = press(() => fetching.promise);
  playback.close();
  fetching.resolve(here);
  await pressed;
  expect(element.heard).toBe(0);
});

test('there is nothing to be had: it is said, and the next press asks again', async () => {
  const { element, told, press } = playerOf();
  await press(() => Promise.resolve({ kind: 'failed', message: 'The server cannot be reached.' }));
  await press(() => Promise.resolve(here));
  expect(told).toEqual(['loading', 'failed', 'loading']);
  expect(element.heard).toBe(1);
});
