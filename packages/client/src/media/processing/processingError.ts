import type { ProcessingOutcome, ProcessingProblem } from './processing.ts';

/** Why a track cannot be processed. */
export class ProcessingError extends Error {
  readonly problem: ProcessingProblem;

  constructor(problem: ProcessingProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** The outcome of what was thrown. */
export function failedBy(error: unknown): ProcessingOutcome {
  return { state: 'failed', problem: error instanceof ProcessingError ? error.problem : 'failed' };
}
