/** The tag of tests that run only with `npm test -- all`. */
const long = '@long';

/** Tags for one of several variants of a test: the quick run includes the variants for which this is not long. */
export function longIf(isLong: boolean): string[] {
  return isLong ? [long] : [];
}
