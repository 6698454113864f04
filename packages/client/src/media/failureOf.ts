import type { CaptureFailure } from './failure.ts';

/** What a rejection of `getUserMedia` means to a person; see `failure.ts`. */
export function failureOf(error: unknown): CaptureFailure {
  if (error instanceof TypeError) return 'unsupported';
  if (!(error instanceof DOMException)) return 'failed';
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'notAllowed';
    case 'NotFoundError':
    // Nothing but a certain device is ever required, so only one that is missing can be over-constrained.
    case 'OverconstrainedError':
      return 'notFound';
    case 'NotReadableError':
    // Chromium's word for a camera that does not start in time, as one does that another program holds.
    case 'AbortError':
      return 'inUse';
    default:
      return 'failed';
  }
}
