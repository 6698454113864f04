import { beforeEach, expect, test } from 'vitest';
import { CallLevels, type LevelView } from './callLevels.ts';
import type { FromPainter, ToPainter } from './levelMessages.ts';

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  setVisibility(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

/** A canvas is only passed on. */
class FakeCanvas extends EventTarget implements OffscreenCanvas {
  width = 1;
  height = 1;
  oncontextlost = null;
  oncontextrestored = null;

  convertToBlob(): Promise<Blob> {
    return Promise.resolve(new Blob());
  }

  getContext(): null {
    return null;
  }

  transferToImageBitmap(): ImageBitmap {
    throw new Error('This canvas has no picture.');
  }
}

let sent: ToPainter[];
let painters: { isOpen: boolean; report: (finding: FromPainter) => void }[];
let tapped: Set<string>;
let levels: CallLevels<string>;
let page: FakeDocument;

beforeEach(() => {
  sent = [];
  painters = [];
  tapped = new Set();
  page = new FakeDocument();
  levels = new CallLevels({
    openPainter: (report) => {
      const painter = { isOpen: true, report };
      painters.push(painter);
      return { send: (message) => void sent.push(message), close: () => void (painter.isOpen = false) };
    },
    tap: (track, port) => {
      tapped.add(track);
      return () => {
        tapped.delete(track);
        port.close();
      };
    },
  });
});

function view(document: LevelView['document'] = page): LevelView {
  return { document, canvas: new FakeCanvas(), shape: 'rings' };
}

function kinds(): string[] {
  return sent.map(({ kind }) => kind);
}

test('nothing is measured while no element shows it', () => {
  levels.listen('theirs', 'voice');
  expect([...tapped]).toEqual([]);
  const { hide } = levels.show('theirs', view());
  expect([...tapped]).toEqual(['voice']);
  expect(kinds()).toEqual(['show', 'listen']);
  hide();
  expect([...tapped]).toEqual([]);
});

test('nothing is left to draw: the worker ends, and another one starts with the next call', () => {
  const { hide } = levels.show('theirs', view());
  hide();
  expect(painters.map(({ isOpen }) => isOpen)).toEqual([false]);
  levels.show('mine', view());
  expect(painters.map(({ isOpen }) => isOpen)).toEqual([false, true]);
});

test('the page is hidden: measures again once it is shown', () => {
  levels.listen('theirs', 'voice');
  levels.show('theirs', view());
  page.setVisibility('hidden');
  expect([...tapped]).toEqual([]);
  expect(kinds().at(-1)).toBe('stop');
  page.setVisibility('visible');
  expect([...tapped]).toEqual(['voice']);
});

test('the page is hidden while a small window shows the call', () => {
  levels.listen('theirs', 'voice');
  levels.show('theirs', view());
  levels.show('theirs', view(new FakeDocument()));
  page.setVisibility('hidden');
  expect([...tapped]).toEqual(['voice']);
});

test('a voice that comes over another link is measured there', () => {
  levels.show('theirs', view());
  const stopFirst = levels.listen('theirs', 'first');
  levels.listen('theirs', 'second');
  expect([...tapped]).toEqual(['second']);
  stopFirst();
  expect([...tapped]).toEqual(['second']);
});

test('both views of one voice share a measurement', () => {
  levels.show('theirs', view());
  levels.show('theirs', view());
  levels.listen('theirs', 'voice');
  expect(kinds().filter((kind) => kind === 'listen')).toHaveLength(1);
});

test('what is asked about a voice is found out although the page is hidden, and told to who asked', () => {
  const told: boolean[] = [];
  page.setVisibility('hidden');
  levels.listen('mine', 'voice');
  const stop = levels.find('mine', 'talking', (isSo) => told.push(isSo));
  expect([...tapped]).toEqual(['voice']);
  const [painter] = painters;
  painter?.report({ voice: 'mine', finding: 'talking', isSo: true });
  painter?.report({ voice: 'theirs', finding: 'talking', isSo: true });
  stop();
  painter?.report({ voice: 'mine', finding: 'talking', isSo: false });
  expect(told).toEqual([true]);
  expect([...tapped]).toEqual([]);
});

test('a browser without workers costs the levels alone', () => {
  const still = new CallLevels<string>({ openPainter: () => undefined, tap: () => () => {} });
  still.listen('theirs', 'voice');
  const { setLook, hide } = still.show('theirs', view());
  setLook({ width: 1, height: 1, scale: 1, color: 'red' });
  expect(hide).not.toThrow();
});
