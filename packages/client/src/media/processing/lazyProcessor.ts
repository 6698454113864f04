import type { ProcessingOutcome, TrackProcessor } from './processing.ts';

/** Loads the code: most people never process anything. */
async function loadProcessor(): Promise<TrackProcessor> {
  return (await import('./browserProcessor.ts')).createBrowserProcessor();
}

/** A processor whose code is loaded with its first use. Where it cannot be loaded, the next use tries again. */
export function createLazyProcessor(load: () => Promise<TrackProcessor> = loadProcessor): TrackProcessor {
  return {
    process: (input, processing, onOutcome) => {
      let wanted = processing;
      let isStopped = false;
      let running: ReturnType<TrackProcessor['process']> | undefined;
      const report = (outcome: ProcessingOutcome): void => {
        if (!isStopped) onOutcome(outcome);
      };
      const start = async (): Promise<void> => {
        const processor = await load().catch(() => undefined);
        if (isStopped) return;
        if (processor === undefined) return report({ state: 'failed', problem: 'notLoaded' });
        running = processor.process(input, wanted, report);
      };
      void start();
      return {
        change: (changed) => {
          wanted = changed;
          running?.change(changed);
        },
        stop: () => {
          isStopped = true;
          running?.stop();
        },
      };
    },
  };
}
