import { suppressNoise } from './noiseProcessor.ts';
import type { TrackProcessor } from './processing.ts';

/** Processes tracks with what the browser offers. */
export function createBrowserProcessor(): TrackProcessor {
  return {
    process: (input, processing, onOutcome) => {
      if (processing.kind === 'noise') return suppressNoise(input, onOutcome);
      onOutcome({ state: 'failed', problem: 'unsupported' });
      return { change: () => {}, stop: () => {} };
    },
  };
}
