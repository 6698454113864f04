import type { ComponentType } from 'react';
import type { Script } from '../fixtures/scriptedEngine.ts';
import type { Step } from '../playSteps.ts';

/** One state of the app: an address, and what the engine shows there. The script is built when the story opens. */
export interface GalleryStory {
  readonly path: string;
  readonly script: () => Script;
  /** Whether the call is shrunk to a bar. */
  readonly isBar?: boolean;
  /** The `?as=` of the address. */
  readonly as?: string;
  /** The search in the call history. */
  readonly search?: string;
  /** A page of its own, in place of the app. */
  readonly page?: ComponentType;
  /** What is done when the story opens. */
  readonly play?: readonly Step[];
}
