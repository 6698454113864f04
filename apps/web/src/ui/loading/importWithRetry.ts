/** What the server has at this page's address: this page, a newer one, or it cannot be asked. */
export type Served = 'same' | 'newer' | 'unreachable';

/** What importing needs of the browser. */
export interface ImportEnvironment {
  readonly served: () => Promise<Served>;
  /** Waits so many ms, or less if the network comes back. */
  readonly pause: (ms: number) => Promise<void>;
  /** Fetches style sheets again that failed; rejects where one fails once more. */
  readonly mendStyles: () => Promise<void>;
}

/** The server has a newer build of the app, and the parts of this one may be gone. */
export class NewerBuildError extends Error {}

const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** Where the server answers and has this very build, something is wrong with the part itself. */
const mostInARow = 3;

/**
 * Imports code, however long it takes until the server can be reached.
 *
 * ```
 *   import ──fails──> what has the server? ──unreachable, or the same──> pause ──> import again
 *                                          ├── newer: NewerBuildError
 *                                          └── the same for the third time in a row: the error itself
 * ```
 *
 * That a failed import can be made again was measured with Chromium 156, for an aborted fetch, 404 and 503, of a module
 * and of one under it. In browsers that remember the failure the third one in a row is the end.
 */
export async function importWithRetry<Code>(
  load: () => Promise<Code>,
  { served, pause, mendStyles }: ImportEnvironment,
): Promise<Code> {
  let inARow = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await mendStyles();
      return await load();
    } catch (error) {
      const there = await served();
      if (there === 'newer') throw new NewerBuildError('The server has a newer build', { cause: error });
      inARow = there === 'same' ? inARow + 1 : 0;
      if (inARow >= mostInARow) throw error;
      await pause(pausesMs[attempt] ?? 15_000);
    }
  }
}
