import { blurBackground } from './blurProcessor.ts';
import { suppressNoise } from './noiseProcessor.ts';
import type { TrackProcessor } from './processing.ts';

/** Processes tracks with what the browser offers. Libraries and models are fetched with their first use. */
export function createBrowserProcessor(): TrackProcessor {
  return {
    process: (input, processing, onOutcome) =>
      processing.kind === 'noise'
        ? suppressNoise(input, onOutcome)
        : blurBackground(input, processing.strength, onOutcome),
  };
}
