import type { Script } from '../fixtures/scriptedEngine.ts';

/** One moment of the app: where one is, and what the engine shows. Made when it is looked at. */
export interface Story {
  readonly path: string;
  readonly script: () => Script;
  /** A call that was made small. */
  readonly isBar?: boolean;
  /** What stands in the address as `?as=`. */
  readonly as?: string;
  /** Whose calls are searched for. */
  readonly search?: string;
}
