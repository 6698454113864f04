import { loudnessDb, openAnalyser, type TrackAnalyser } from '@ringback/client';
import { approach, barsOf, inSteps, levelOf } from './levelScale.ts';

/** The two people of a call. */
export type Voice = 'mine' | 'theirs';

/** The part of an element that shows a level. */
export interface LevelElement {
  readonly style: Pick<CSSStyleDeclaration, 'setProperty'>;
  readonly dataset: DOMStringMap;
  readonly ownerDocument: EventTarget & Pick<Document, 'visibilityState'>;
}

/** Sees the samples of a voice each time; `unheard` as in `TrackAnalyser`. */
export type OnSamples = (samples: Float32Array | 'unheard', sampleRate: number) => void;

/** What the loop needs of the browser. */
export interface LevelPorts<Track> {
  readonly openAnalyser: (track: Track, windowSize: number) => TrackAnalyser | undefined;
  /** Calls back again and again; returns a function that stops it. */
  readonly every: (ms: number, act: () => void) => () => void;
}

/** 43 ms at 48 kHz: several periods of the lowest voice. A power of two. */
const windowSize = 2048;

/** 15 times a second: follows syllables, of which people speak four to seven a second. In ms. */
export const levelIntervalMs = 66;

/** What is known of one person's voice. */
interface Source<Track> {
  track: Track | undefined;
  analyser: TrackAnalyser | undefined;
  /** Between two steps of what is shown. */
  level: number;
  readonly elements: Set<LevelElement>;
  readonly observers: Set<OnSamples>;
}

/**
 * Measures how loud both people of a call are, in one loop for the page, and writes it onto elements, past React: as the
 * CSS variable `--level` (0 to 1) and the attribute `data-level` (0 to 3 bars).
 *
 * ```
 *   resting ──a voice has a track, and a visible element or an observer──> measuring
 *      ^──────────────── neither person has both ─────────────────────────────┘
 * ```
 *
 * While it rests there is no timer, and nothing is analyzed.
 */
export class CallLevels<Track> {
  readonly #ports: LevelPorts<Track>;
  readonly #sources: Readonly<Record<Voice, Source<Track>>> = { mine: newSource(), theirs: newSource() };
  #stopLoop: (() => void) | undefined;

  constructor(ports: LevelPorts<Track>) {
    this.#ports = ports;
  }

  /** Measures this track as someone's voice from now on, until the returned function is called. */
  listen(voice: Voice, track: Track): () => void {
    const source = this.#sources[voice];
    this.#close(source);
    source.track = track;
    this.#update();
    return () => {
      if (source.track !== track) return;
      source.track = undefined;
      this.#update();
    };
  }

  /** Shows a level on an element while its document is visible. Returns a function that stops it. */
  show(voice: Voice, element: LevelElement): () => void {
    const { elements, level } = this.#sources[voice];
    const update = (): void => this.#update();
    elements.add(element);
    element.ownerDocument.addEventListener('visibilitychange', update);
    write(element, inSteps(level));
    this.#update();
    return () => {
      elements.delete(element);
      element.ownerDocument.removeEventListener('visibilitychange', update);
      this.#update();
    };
  }

  /** Passes on the samples of a voice, visible or not. Returns a function that stops it. */
  observe(voice: Voice, onSamples: OnSamples): () => void {
    const { observers } = this.#sources[voice];
    observers.add(onSamples);
    this.#update();
    return () => {
      observers.delete(onSamples);
      this.#update();
    };
  }

  /** Opens and closes what is needed by now. */
  #update(): void {
    const sources = Object.values(this.#sources);
    for (const source of sources) this.#updateSource(source);
    const isMeasuring = sources.some(({ analyser }) => analyser !== undefined);
    if (isMeasuring) return void (this.#stopLoop ??= this.#ports.every(levelIntervalMs, this.#step));
    this.#stopLoop?.();
    this.#stopLoop = undefined;
  }

  #updateSource(source: Source<Track>): void {
    const { track } = source;
    if (track === undefined || !isWanted(source)) return this.#close(source);
    source.analyser ??= this.#ports.openAnalyser(track, windowSize);
  }

  #close(source: Source<Track>): void {
    source.analyser?.close();
    source.analyser = undefined;
    this.#setLevel(source, 0);
  }

  readonly #step = (): void => {
    for (const source of Object.values(this.#sources)) this.#measure(source);
  };

  #measure(source: Source<Track>): void {
    const { analyser, observers, level } = source;
    if (analyser === undefined) return;
    const samples = analyser.read();
    for (const onSamples of observers) onSamples(samples, analyser.sampleRate);
    this.#setLevel(source, approach(level, samples === 'unheard' ? 0 : levelOf(loudnessDb(samples))));
  }

  #setLevel(source: Source<Track>, level: number): void {
    const [before, after] = [inSteps(source.level), inSteps(level)];
    source.level = level;
    if (before !== after) for (const element of source.elements) write(element, after);
  }
}

function newSource<Track>(): Source<Track> {
  return { track: undefined, analyser: undefined, level: 0, elements: new Set(), observers: new Set() };
}

function isWanted<Track>({ elements, observers }: Source<Track>): boolean {
  if (observers.size > 0) return true;
  return [...elements].some(({ ownerDocument }) => ownerDocument.visibilityState === 'visible');
}

function write({ style, dataset }: LevelElement, level: number): void {
  style.setProperty('--level', String(level));
  dataset['level'] = String(barsOf(level));
}

/** The levels of this page's call. */
export const callLevels = new CallLevels<MediaStreamTrack>({
  openAnalyser,
  every: (ms, act) => {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
});
