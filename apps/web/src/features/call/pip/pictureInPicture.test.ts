import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PictureInPicture } from './pictureInPicture.ts';
import type { PipPage, PipPorts } from './pipApi.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A window that its user, or the page, closes. */
class FakePage extends EventTarget implements PipPage {
  isOpen = true;

  readonly close = (): void => {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.dispatchEvent(new Event('pagehide'));
  };
}

const refused = new DOMException('No press.', 'NotAllowedError');

function callIn(browser: Partial<PipPorts<FakePage>>) {
  const pages: FakePage[] = [];
  const left = vi.fn<() => void>();
  const pip = new PictureInPicture<FakePage>(() => ({ leavePicture: left, ...browser }));
  pip.state.subscribe((state) => state.name === 'window' && pages.push(state.page));
  return { pip, pages, left, name: () => pip.state.getState().name };
}

const opening = { openWindow: () => Promise.resolve(new FakePage()) };

test('the window opens, and the end of the call closes it', async () => {
  const { pip, pages, name } = callIn(opening);
  await pip.open();
  expect(name()).toBe('window');
  pip.close();
  expect(pages.map(({ isOpen }) => isOpen)).toEqual([false]);
  expect(name()).toBe('closed');
});

test('the user closes the window: the call is back, and another press opens it again', async () => {
  const { pip, pages, name } = callIn(opening);
  await pip.open();
  pages[0]?.close();
  expect(name()).toBe('closed');
  await pip.open();
  expect(name()).toBe('window');
  expect(pages).toHaveLength(2);
});

test('two presses open one window', async () => {
  const openWindow = vi.fn<() => Promise<FakePage>>(opening.openWindow);
  const { pip } = callIn({ openWindow });
  await Promise.all([pip.open(), pip.open()]);
  await pip.open();
  expect(openWindow).toHaveBeenCalledOnce();
});

test('a window that comes after the call is over is closed at once', async () => {
  const page = new FakePage();
  const late = Promise.withResolvers<FakePage>();
  const { pip, name } = callIn({ openWindow: () => late.promise });
  const opened = pip.open();
  pip.close();
  late.resolve(page);
  await opened;
  expect(page.isOpen).toBe(false);
  expect(name()).toBe('closed');
});

test('a browser without such windows shows the picture alone', async () => {
  const { pip, left, name } = callIn({ showPicture: () => Promise.resolve() });
  await pip.open();
  expect(name()).toBe('picture');
  pip.close();
  expect(left).toHaveBeenCalledOnce();
});

test('the user leaves the picture: the call is back', async () => {
  let leave: () => void = () => {};
  const { pip, name } = callIn({ showPicture: (onLeft) => Promise.resolve(void (leave = onLeft)) });
  await pip.open();
  leave();
  expect(name()).toBe('closed');
});

test('the browser refuses its window: the picture takes its place', async () => {
  const { pip, name } = callIn({
    openWindow: () => Promise.reject(refused),
    showPicture: () => Promise.resolve(),
  });
  await pip.open();
  expect(name()).toBe('picture');
});

test('the browser refuses everything: it is said, and can be tried again', async () => {
  let isAllowed = false;
  const { pip, name } = callIn({
    openWindow: () => (isAllowed ? opening.openWindow() : Promise.reject(refused)),
  });
  await pip.open();
  expect(name()).toBe('refused');
  isAllowed = true;
  await pip.open();
  expect(name()).toBe('window');
});

test('a browser that throws, or never answers, counts as refusing', async () => {
  const throwing = callIn({
    openWindow: () => {
      throw refused;
    },
  });
  await throwing.pip.open();
  expect(throwing.name()).toBe('refused');
  const late = Promise.withResolvers<FakePage>();
  const silent = callIn({ openWindow: () => late.promise });
  const opened = silent.pip.open();
  await vi.advanceTimersByTimeAsync(5_000);
  await opened;
  expect(silent.name()).toBe('refused');
  const page = new FakePage();
  late.resolve(page);
  await vi.advanceTimersByTimeAsync(0);
  expect(page.isOpen).toBe(false);
});
