import type { CaptureFailure, NoteRecordingState } from '@ringback/client';

type Failed = Extract<NoteRecordingState, { state: 'failed' }>;

/** Why nothing can be recorded, and what to do. */
export function recordingFailure({ input, failure }: Pick<Failed, 'input' | 'failure'>): string {
  switch (input) {
    case 'recorder':
      return failure === 'unsupported'
        ? "This browser can't record. Send a message instead."
        : 'Nothing was recorded. Try again.';
    case 'microphone':
    case 'camera':
      return inputFailure(input, failure);
  }
}

function inputFailure(input: 'microphone' | 'camera', failure: CaptureFailure): string {
  switch (failure) {
    case 'notAllowed':
      return `The browser may not use your ${input}: allow it beside the address bar, then press Record.`;
    case 'blockedBySystem':
      return `Your system blocks your ${input}: allow this browser in its privacy settings, then press Record.`;
    case 'notFound':
      return `No ${input} was found: plug one in, then press Record.`;
    case 'inUse':
      return `Another program uses your ${input}: close it, then press Record.`;
    case 'unsupported':
      return `This browser gives no access to your ${input}.`;
    case 'failed':
      return `Your ${input} did not start. Try again.`;
  }
}
