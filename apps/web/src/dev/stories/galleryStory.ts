import type { Script } from '../fixtures/scriptedEngine.ts';

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
}
