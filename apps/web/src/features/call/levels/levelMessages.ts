import type { LevelPen, LevelShape } from './levelShapes.ts';

/** The two people of a call. */
export type Voice = 'mine' | 'theirs';

/** What is found out about a voice besides its level: `talking` tells a voice from noise, `howling` is feedback. */
export type Finding = 'talking' | 'howling';

/** The size of a canvas in CSS pixels, how many device pixels each has, and its color. */
export interface LevelLook {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly color: string;
}

/** The part of an `OffscreenCanvas` that is used. */
export interface DrawnCanvas {
  width: number;
  height: number;
  readonly getContext: (kind: '2d') => LevelPen | null;
}

/** What the page tells the worker. */
export type ToPainter =
  | {
      readonly kind: 'show';
      readonly id: number;
      readonly voice: Voice;
      readonly shape: LevelShape;
      readonly canvas: DrawnCanvas;
    }
  | { readonly kind: 'look'; readonly id: number; readonly look: LevelLook }
  | { readonly kind: 'hide'; readonly id: number }
  /** `port`: passes blocks of samples, until the next port of the same voice. */
  | { readonly kind: 'listen'; readonly voice: Voice; readonly port: MessagePort }
  | { readonly kind: 'stop'; readonly voice: Voice }
  | { readonly kind: 'find'; readonly voice: Voice; readonly finding: Finding; readonly isOn: boolean };

/** What the worker tells the page, at each change. */
export interface FromPainter {
  readonly voice: Voice;
  readonly finding: Finding;
  readonly isSo: boolean;
}

/** A block of samples from the audio thread, between -1 and 1. */
export interface SampleBlock {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}
