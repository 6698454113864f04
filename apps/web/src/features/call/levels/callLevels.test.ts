import type { TrackAnalyser } from '@ringback/client';
import { beforeEach, expect, test } from 'vitest';
import { CallLevels, type LevelElement } from './callLevels.ts';

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  setVisibility(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

class FakeElement implements LevelElement {
  readonly ownerDocument: FakeDocument;
  readonly dataset: DOMStringMap = {};
  /** The levels that were written, one after the other. */
  readonly written: number[] = [];
  readonly style = {
    setProperty: (_name: string, value: string | null): void => void this.written.push(Number(value)),
  };

  constructor(ownerDocument: FakeDocument) {
    this.ownerDocument = ownerDocument;
  }
}

class FakeTrack {
  amplitude = 0;
  isAnalyzed = false;

  analyze(): TrackAnalyser {
    this.isAnalyzed = true;
    return {
      sampleRate: 48_000,
      read: () => new Float32Array(64).fill(this.amplitude),
      close: () => void (this.isAnalyzed = false),
    };
  }
}

let timers: Set<() => void>;
let levels: CallLevels<FakeTrack>;
let page: FakeDocument;
let track: FakeTrack;

beforeEach(() => {
  timers = new Set();
  page = new FakeDocument();
  track = new FakeTrack();
  levels = new CallLevels({
    openAnalyser: (analyzed: FakeTrack) => analyzed.analyze(),
    every: (_ms, act) => {
      timers.add(act);
      return () => void timers.delete(act);
    },
  });
});

function run(steps: number): void {
  for (let step = 0; step < steps; step += 1) for (const act of timers) act();
}

test('their voice moves every element that shows it, and only these', () => {
  const [rings, bars, mine] = [new FakeElement(page), new FakeElement(page), new FakeElement(page)];
  levels.listen('theirs', track);
  levels.show('theirs', rings);
  levels.show('theirs', bars);
  levels.show('mine', mine);
  track.amplitude = 0.1;
  run(4);
  expect(rings.written.at(-1)).toBeGreaterThan(0.5);
  expect(rings.dataset).toEqual({ level: '3' });
  expect(bars.written.at(-1)).toBe(rings.written.at(-1));
  expect(mine.written).toEqual([0]);
});

test('silence and a held tone write nothing', () => {
  const element = new FakeElement(page);
  levels.listen('mine', track);
  levels.show('mine', element);
  run(20);
  expect(element.written).toEqual([0]);
  track.amplitude = 0.05;
  run(20);
  const { length } = element.written;
  run(20);
  expect(element.written).toHaveLength(length);
});

test('nothing is measured while nobody shows it', () => {
  levels.listen('theirs', track);
  expect(timers.size).toBe(0);
  const hide = levels.show('theirs', new FakeElement(page));
  expect([timers.size, track.isAnalyzed]).toEqual([1, true]);
  hide();
  expect([timers.size, track.isAnalyzed]).toEqual([0, false]);
});

test('the page is hidden: measures again once it is shown', () => {
  const element = new FakeElement(page);
  levels.listen('theirs', track);
  levels.show('theirs', element);
  track.amplitude = 0.1;
  run(4);
  page.setVisibility('hidden');
  expect([timers.size, track.isAnalyzed]).toEqual([0, false]);
  expect(element.written.at(-1)).toBe(0);
  page.setVisibility('visible');
  expect([timers.size, track.isAnalyzed]).toEqual([1, true]);
});

test('the page is hidden while a small window shows the call', () => {
  levels.listen('theirs', track);
  levels.show('theirs', new FakeElement(page));
  levels.show('theirs', new FakeElement(new FakeDocument()));
  page.setVisibility('hidden');
  expect(track.isAnalyzed).toBe(true);
});

test('who speaks over another link is measured there', () => {
  const next = new FakeTrack();
  levels.show('theirs', new FakeElement(page));
  const stopFirst = levels.listen('theirs', track);
  levels.listen('theirs', next);
  expect([track.isAnalyzed, next.isAnalyzed]).toEqual([false, true]);
  stopFirst();
  expect(next.isAnalyzed).toBe(true);
});

test('both voices share one timer, which ends with the call', () => {
  levels.show('theirs', new FakeElement(page));
  levels.show('mine', new FakeElement(page));
  const stops = [levels.listen('theirs', track), levels.listen('mine', new FakeTrack())];
  expect(timers.size).toBe(1);
  for (const stop of stops) stop();
  expect(timers.size).toBe(0);
});

test('an observer sees the samples although the page is hidden', () => {
  const peaks: number[] = [];
  page.setVisibility('hidden');
  levels.listen('mine', track);
  const stop = levels.observe('mine', (samples) => {
    if (samples !== 'unheard') peaks.push(samples[0] ?? 0);
  });
  track.amplitude = 0.5;
  run(2);
  expect(peaks).toEqual([0.5, 0.5]);
  stop();
  expect(timers.size).toBe(0);
});

test('a browser that analyzes nothing leaves every level at rest', () => {
  const deaf = new CallLevels<FakeTrack>({ openAnalyser: () => undefined, every: () => () => {} });
  const element = new FakeElement(page);
  deaf.listen('theirs', track);
  deaf.show('theirs', element);
  expect(element.written).toEqual([0]);
});
