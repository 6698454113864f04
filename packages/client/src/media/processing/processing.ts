import * as v from 'valibot';

/** How noise is removed from the microphone. `strong` runs on this device, on top of what the browser does. */
export const NoiseSuppression = v.picklist(['off', 'browser', 'strong']);
export type NoiseSuppression = v.InferOutput<typeof NoiseSuppression>;

/** How much the picture around a person is blurred. */
export const BackgroundBlur = v.picklist(['off', 'light', 'strong']);
export type BackgroundBlur = v.InferOutput<typeof BackgroundBlur>;

/** What this browser profile wants done with its inputs before they are sent. */
export interface ProcessingChoice {
  readonly noiseSuppression: NoiseSuppression;
  readonly backgroundBlur: BackgroundBlur;
}

export const defaultProcessing: ProcessingChoice = { noiseSuppression: 'browser', backgroundBlur: 'off' };

/** What is done with one track, beyond what the browser does by itself. */
export type Processing =
  { readonly kind: 'noise' } | { readonly kind: 'blur'; readonly strength: 'light' | 'strong' };

/** The processing of an input of this kind; undefined if it is sent as it is. */
export function processingFor(
  { noiseSuppression, backgroundBlur }: ProcessingChoice,
  kind: 'audio' | 'video',
): Processing | undefined {
  if (kind === 'audio') return noiseSuppression === 'strong' ? { kind: 'noise' } : undefined;
  return backgroundBlur === 'off' ? undefined : { kind: 'blur', strength: backgroundBlur };
}

/**
 * Why a track is not processed. `unsupported`: the browser lacks what it takes. `notLoaded`: its code could not be fetched.
 * `tooSlow`: this device does not keep up.
 */
export type ProcessingProblem = 'unsupported' | 'notLoaded' | 'tooSlow' | 'failed';

/** What there is to send. It may change at any time. */
export type ProcessingOutcome =
  /** `track`: null where the browser changes the input itself. */
  | { readonly state: 'running'; readonly track: MediaStreamTrack | null }
  /** The system stopped it for a while: the input is sent as it is. */
  | { readonly state: 'interrupted' }
  /** For good: the input is sent as it is. */
  | { readonly state: 'failed'; readonly problem: ProcessingProblem };

/** The processing of one track. */
export interface RunningProcessing {
  /** Changes to another strength; nothing else can change. */
  readonly change: (processing: Processing) => void;
  /** Ends it, and stops the track that it made. The input goes on. */
  readonly stop: () => void;
}

/** Port to what changes sound and pictures on this device. */
export interface TrackProcessor {
  /** Starts to process an input, and calls back whenever there is something else to send. Never throws. */
  readonly process: (
    input: MediaStreamTrack,
    processing: Processing,
    onOutcome: (outcome: ProcessingOutcome) => void,
  ) => RunningProcessing;
}
