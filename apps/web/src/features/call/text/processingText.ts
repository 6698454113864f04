import type { ProcessingProblem } from '@ringback/client';

/** Says why an input is sent as it is, and what that means. */
export function processingText(of: 'audio' | 'video', problem: ProcessingProblem): string {
  return of === 'audio' ? noiseText[problem] : blurText[problem];
}

const noiseText: Readonly<Record<ProcessingProblem, string>> = {
  unsupported: "This browser can't suppress more noise. Its own suppression is on.",
  notLoaded: "Strong noise suppression didn't load. The browser's is on.",
  tooSlow: "This device is too slow for strong noise suppression. The browser's is on.",
  failed: "Strong noise suppression stopped. The browser's is on.",
};

const blurText: Readonly<Record<ProcessingProblem, string>> = {
  unsupported: "This browser can't blur your background. It's visible.",
  notLoaded: "Background blur didn't load. Your background is visible.",
  tooSlow: 'This device is too slow for blur. Your background is visible.',
  failed: 'Background blur stopped. Your background is visible.',
};
