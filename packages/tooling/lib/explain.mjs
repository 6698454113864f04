/** A failure that a person can act on: shown as one sentence, without a stack. */
export class Explained extends Error {}

/**
 * Runs a command's main function; an explained failure ends it with that sentence, any other with its stack.
 *
 * @param {() => Promise<void>} main
 */
export async function runCommand(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Explained ? `\nRingback: ${error.message}` : error);
    process.exitCode = 1;
  }
}
