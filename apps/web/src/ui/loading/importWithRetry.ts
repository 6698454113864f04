/** Which build the server has at this page's address, compared to this page. */
export type ServedBuild = 'same' | 'newer' | 'unreachable';

/** What `importWithRetry` needs from the browser. */
export interface ImportEnvironment {
  readonly checkServedBuild: () => Promise<ServedBuild>;
  /** Waits `ms` milliseconds, or less if the network comes back. */
  readonly pause: (ms: number) => Promise<void>;
  /** Fetches failed style sheets again; rejects if one fails again. */
  readonly retryFailedStyles: () => Promise<void>;
}

/** The server has a newer build of the app, and the files of this one may be gone. */
export class NewerBuildError extends Error {}

const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** If the server has this very build and the import keeps failing, the fault lies in the code itself. */
const maxFailuresInARow = 3;

/**
 * Imports code, and retries for as long as the server is unreachable.
 *
 * ```
 *   import ──fails──> check the served build ──unreachable, or the same──> pause ──> import again
 *                                            ├── newer: NewerBuildError
 *                                            └── the same for the third time in a row: the error itself
 * ```
 *
 * Chromium 156 repeats a failed import after an aborted fetch, a 404 and a 503, of the module or of one it imports
 * (measured). Browsers that cache the failure stop at the third one in a row.
 */
export async function importWithRetry<Code>(
  load: () => Promise<Code>,
  { checkServedBuild, pause, retryFailedStyles }: ImportEnvironment,
): Promise<Code> {
  let inARow = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await retryFailedStyles();
      return await load();
    } catch (error) {
      const served = await checkServedBuild();
      if (served === 'newer') throw new NewerBuildError('The server has a newer build', { cause: error });
      inARow = served === 'same' ? inARow + 1 : 0;
      if (inARow >= maxFailuresInARow) throw error;
      await pause(pausesMs[attempt] ?? 15_000);
    }
  }
}
