import type { CaptureFailure } from '@ringback/client';
import type { InputResult, Detection } from './inputs.ts';

/**
 * The test of one input.
 *
 * ```
 *   detecting ──> ready ──open──> opening ──> open{ hasSignal } ──close, gone──> done ──open──> opening
 *       │                            │                                             ^
 *       └── not usable ──────────────┴── refused ──────────────────────────────────┘
 * ```
 *
 * `Track` is a `MediaStreamTrack` in the app; tests use a placeholder.
 */
export type InputTest<Track> =
  /** Finding out whether there is such an input. */
  | { readonly state: 'detecting' }
  /** `asks`: the browser may ask for permission when the input is opened. */
  | { readonly state: 'ready'; readonly asks: boolean }
  | { readonly state: 'opening' }
  /** `hasSignal`: it has provided sound or a picture since it was opened. */
  | { readonly state: 'open'; readonly track: Track; readonly hasSignal: boolean }
  | { readonly state: 'done'; readonly result: InputResult };

export type InputTestEvent<Track> =
  | { readonly type: 'detected'; readonly detection: Detection }
  | { readonly type: 'open' }
  | { readonly type: 'opened'; readonly track: Track }
  | { readonly type: 'refused'; readonly failure: CaptureFailure }
  | { readonly type: 'signal' }
  /** The user is done, or the time is up. */
  | { readonly type: 'close' }
  /** The track ended by itself. */
  | { readonly type: 'gone' };

/** The test after an event; the same object if the event has no meaning in this state. */
export function nextInputTest<Track>(test: InputTest<Track>, event: InputTestEvent<Track>): InputTest<Track> {
  switch (event.type) {
    case 'detected':
      return test.state === 'detecting' ? afterDetection(event.detection) : test;
    case 'open':
      return test.state === 'opening' || test.state === 'open' ? test : { state: 'opening' };
    case 'opened':
      return test.state === 'opening' ? { state: 'open', track: event.track, hasSignal: false } : test;
    case 'refused':
      return test.state === 'opening' ? { state: 'done', result: event.failure } : test;
    case 'signal':
      return test.state === 'open' && !test.hasSignal ? { ...test, hasSignal: true } : test;
    case 'close':
      return test.state === 'open' ? { state: 'done', result: test.hasSignal ? 'works' : 'nothing' } : test;
    case 'gone':
      return test.state === 'open' ? { state: 'done', result: 'gone' } : test;
  }
}

function afterDetection(detection: Detection): InputTest<never> {
  return detection.state === 'found'
    ? { state: 'ready', asks: detection.asks }
    : { state: 'done', result: detection.result };
}
