import { beforeEach, expect, test } from 'vitest';
import type { FromPainter, SampleBlock, ToPainter, Voice } from './levelMessages.ts';
import { LevelPainter } from './levelPainter.ts';

const blockMs = 43;

/** Counts what is drawn, and remembers how strong the last of it was. */
class FakePen {
  drawn = 0;
  fillStyle: string | CanvasGradient | CanvasPattern = '';
  strokeStyle: string | CanvasGradient | CanvasPattern = '';
  globalAlpha = 1;
  lineWidth = 1;
  /** The opacity of the latest filled rectangle, which is the level of an edge. */
  alpha = Number.NaN;

  arc(): void {}
  beginPath(): void {}
  fill(): void {}
  roundRect(): void {}
  stroke(): void {}

  clearRect(): void {
    this.drawn += 1;
  }

  fillRect(): void {
    this.alpha = this.globalAlpha;
  }
}

let painter: LevelPainter;
let reports: FromPainter[];
let now: number;

beforeEach(() => {
  reports = [];
  now = 0;
  painter = new LevelPainter(
    (finding) => reports.push(finding),
    () => now,
  );
});

/** A view of a voice as an edge, whose opacity is the level. */
function show(voice: Voice, id = 1): FakePen {
  const pen = new FakePen();
  const canvas = { width: 0, height: 0, getContext: () => pen };
  send({ kind: 'show', id, voice, shape: 'edge', canvas });
  send({ kind: 'look', id, look: { width: 300, height: 200, scale: 2, color: 'red' } });
  return pen;
}

function send(message: ToPainter): void {
  painter.handle(message);
}

function block(sampleAt: (index: number) => number): SampleBlock {
  return { samples: Float32Array.from({ length: 2_048 }, (_, index) => sampleAt(index)), sampleRate: 48_000 };
}

function tone(amplitude: number): SampleBlock {
  return block((index) => amplitude * Math.sin((2 * Math.PI * 200 * index) / 48_000));
}

function hear(voice: Voice, sound: SampleBlock, blocks: number): void {
  for (let count = 0; count < blocks; count += 1) {
    now += blockMs;
    painter.hear(voice, sound);
  }
}

test('a voice is drawn wherever it is shown, and nowhere else', () => {
  const [theirs, again, mine] = [show('theirs', 1), show('theirs', 2), show('mine', 3)];
  hear('theirs', tone(0.15), 10);
  expect(theirs.alpha).toBeGreaterThan(0.5);
  expect(again.alpha).toBe(theirs.alpha);
  expect(mine.alpha).toBe(0);
});

test('silence and a held tone draw nothing', () => {
  const pen = show('mine');
  const { drawn } = pen;
  hear('mine', tone(0), 30);
  expect(pen.drawn).toBe(drawn);
  hear('mine', tone(0.1), 20);
  const settled = pen.drawn;
  hear('mine', tone(0.1), 30);
  expect(pen.drawn).toBe(settled);
});

test('a voice that stops comes to rest, although not every step is drawn', () => {
  const pen = show('mine');
  const { drawn } = pen;
  hear('mine', tone(0.15), 10);
  hear('mine', tone(0), 40);
  expect(pen.alpha).toBe(0);
  expect(pen.drawn - drawn).toBeLessThan(25);
});

test('a voice that goes away leaves nothing behind', () => {
  const pen = show('theirs');
  hear('theirs', tone(0.15), 10);
  send({ kind: 'stop', voice: 'theirs' });
  expect(pen.alpha).toBe(0);
});

test('a view that is gone is not drawn', () => {
  const pen = show('theirs');
  send({ kind: 'hide', id: 1 });
  const { drawn } = pen;
  hear('theirs', tone(0.15), 10);
  expect(pen.drawn).toBe(drawn);
});

test('a view that grows shows the level at once', () => {
  const pen = show('theirs');
  hear('theirs', tone(0.15), 10);
  const { drawn, alpha } = pen;
  send({ kind: 'look', id: 1, look: { width: 900, height: 600, scale: 1, color: 'red' } });
  expect(pen.drawn).toBe(drawn + 1);
  expect(pen.alpha).toBe(alpha);
});

test('talking is reported when it begins and when it ends, once each', () => {
  send({ kind: 'find', voice: 'mine', finding: 'talking', isOn: true });
  hear('mine', tone(0.1), 20);
  hear('mine', tone(0), 200);
  expect(reports).toEqual([
    { voice: 'mine', finding: 'talking', isSo: true },
    { voice: 'mine', finding: 'talking', isSo: false },
  ]);
});

test('what the page did not ask about is not reported', () => {
  send({ kind: 'find', voice: 'mine', finding: 'talking', isOn: true });
  send({ kind: 'find', voice: 'mine', finding: 'talking', isOn: false });
  hear('mine', tone(0.9), 100);
  expect(reports).toEqual([]);
});

test('feedback is reported', () => {
  send({ kind: 'find', voice: 'theirs', finding: 'howling', isOn: true });
  hear('theirs', tone(0.9), 20);
  expect(reports).toEqual([]);
  hear('theirs', tone(0.9), 20);
  expect(reports.at(-1)).toEqual({ voice: 'theirs', finding: 'howling', isSo: true });
});
