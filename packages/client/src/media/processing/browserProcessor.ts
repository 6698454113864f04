import type { TrackProcessor } from './processing.ts';

/** Processes tracks with what the browser offers. */
export function createBrowserProcessor(): TrackProcessor {
  return {
    process: (_input, _processing, onOutcome) => {
      onOutcome({ state: 'failed', problem: 'unsupported' });
      return { change: () => {}, stop: () => {} };
    },
  };
}
