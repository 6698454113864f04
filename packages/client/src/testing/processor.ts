import { FakeTrack } from '@ringback/rtc/testing';
import type {
  Processing,
  ProcessingOutcome,
  ProcessingProblem,
  TrackProcessor,
} from '../media/processing/processing.ts';

interface FakeProcessing {
  readonly input: MediaStreamTrack;
  readonly made: FakeTrack;
  readonly report: (outcome: ProcessingOutcome) => void;
  processing: Processing;
  isStopped: boolean;
}

/** Processes tracks by replacing them. It works at once, unless it is told to wait. */
export class FakeProcessor implements TrackProcessor {
  /** All that was ever started. */
  readonly started: FakeProcessing[] = [];
  #isHeld = false;

  /** Makes what is started from now on wait for `run`. */
  hold(): void {
    this.#isHeld = true;
  }

  /** What is processed now. */
  running(): readonly FakeProcessing[] {
    return this.started.filter(({ isStopped }) => !isStopped);
  }

  run(): void {
    for (const { made, report } of this.running()) report({ state: 'running', track: made });
  }

  interrupt(): void {
    for (const { report } of this.running()) report({ state: 'interrupted' });
  }

  fail(problem: ProcessingProblem): void {
    for (const { report } of this.running()) report({ state: 'failed', problem });
  }

  readonly process: TrackProcessor['process'] = (input, processing, report) => {
    const kind = processing.kind === 'noise' ? 'audio' : 'video';
    const made = new FakeTrack(kind, `processed ${input.id}`);
    const started: FakeProcessing = { input, made, report, processing, isStopped: false };
    this.started.push(started);
    if (!this.#isHeld) queueMicrotask(() => report({ state: 'running', track: made }));
    return {
      change: (changed) => {
        started.processing = changed;
      },
      stop: () => {
        started.isStopped = true;
        made.stop();
      },
    };
  };
}
