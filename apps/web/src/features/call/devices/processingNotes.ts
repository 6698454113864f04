import type { ProcessingStatus } from '@ringback/client';
import { processingText } from '../text/sendingText.ts';
import { text } from './devicesText.ts';

/** What became of the noise suppression; undefined while there is nothing to say. */
export function noiseNote(status: ProcessingStatus): string | undefined {
  switch (status.state) {
    case 'starting':
      return text.starting;
    case 'interrupted':
      return text.noiseInterrupted;
    case 'failed':
      return processingText('audio', status.problem);
    case 'none':
    case 'running':
      return undefined;
  }
}

/** What became of the blurred background. */
export function blurNote(status: ProcessingStatus): string | undefined {
  switch (status.state) {
    case 'starting':
    case 'interrupted':
      return text.starting;
    case 'failed':
      return processingText('video', status.problem);
    case 'none':
    case 'running':
      return undefined;
  }
}
