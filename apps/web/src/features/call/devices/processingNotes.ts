import type { ProcessingStatus } from '@ringback/client';
import type { SegmentNote } from '../../../ui/fields/SegmentedField.tsx';
import { processingText } from '../text/sendingText.ts';
import { text } from './devicesText.ts';

/** What became of the noise suppression; undefined while there is nothing to say. */
export function noiseNote(status: ProcessingStatus): SegmentNote | undefined {
  switch (status.state) {
    case 'starting':
      return { text: text.starting };
    case 'interrupted':
      return { text: text.noiseInterrupted };
    case 'failed':
      return { text: processingText('audio', status.problem), tryAgain: status.tryAgain };
    case 'none':
    case 'running':
      return undefined;
  }
}

/** What became of the blurred background. */
export function blurNote(status: ProcessingStatus): SegmentNote | undefined {
  switch (status.state) {
    case 'starting':
    case 'interrupted':
      return { text: text.starting };
    case 'failed':
      return { text: processingText('video', status.problem), tryAgain: status.tryAgain };
    case 'none':
    case 'running':
      return undefined;
  }
}
