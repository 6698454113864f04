import type { CaptureFailure } from '@ringback/client';
import type { InputResult, Outlook } from './inputs.ts';

/**
 * One input on trial.
 *
 * ```
 *   looking ──> ready ──open──> opening ──> open{ gives } ──close, gone──> done ──open──> opening
 *      │                           │                                        ^
 *      └── nothing to open ────────┴── refused ─────────────────────────────┘
 * ```
 *
 * What exactly was opened is of no meaning here: `Track` is a `MediaStreamTrack` on screen.
 */
export type Trial<Track> =
  /** Finding out whether there is one. */
  | { readonly state: 'looking' }
  /** `asks`: the browser may ask the person when it is opened. */
  | { readonly state: 'ready'; readonly asks: boolean }
  | { readonly state: 'opening' }
  /** `gives`: sound or picture came out of it since it was opened. */
  | { readonly state: 'open'; readonly track: Track; readonly gives: boolean }
  | { readonly state: 'done'; readonly result: InputResult };

export type TrialEvent<Track> =
  | { readonly type: 'looked'; readonly outlook: Outlook }
  | { readonly type: 'open' }
  | { readonly type: 'opened'; readonly track: Track }
  | { readonly type: 'refused'; readonly failure: CaptureFailure }
  | { readonly type: 'gave' }
  /** Enough was seen or heard. */
  | { readonly type: 'close' }
  /** The track ended by itself. */
  | { readonly type: 'gone' };

/** The trial after an event; the same one where the event means nothing to it any more. */
export function nextTrial<Track>(trial: Trial<Track>, event: TrialEvent<Track>): Trial<Track> {
  switch (event.type) {
    case 'looked':
      return trial.state === 'looking' ? expected(event.outlook) : trial;
    case 'open':
      return trial.state === 'opening' || trial.state === 'open' ? trial : { state: 'opening' };
    case 'opened':
      return trial.state === 'opening' ? { state: 'open', track: event.track, gives: false } : trial;
    case 'refused':
      return trial.state === 'opening' ? { state: 'done', result: event.failure } : trial;
    case 'gave':
      return trial.state === 'open' && !trial.gives ? { ...trial, gives: true } : trial;
    case 'close':
      return trial.state === 'open' ? { state: 'done', result: trial.gives ? 'works' : 'nothing' } : trial;
    case 'gone':
      return trial.state === 'open' ? { state: 'done', result: 'gone' } : trial;
  }
}

function expected(outlook: Outlook): Trial<never> {
  return outlook.state === 'there'
    ? { state: 'ready', asks: outlook.asks }
    : { state: 'done', result: outlook.result };
}
