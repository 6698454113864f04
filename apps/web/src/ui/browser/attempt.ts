let report: (error: unknown) => void = () => {};

/** Passes on what fails from now on. */
export function reportFailures(onFailure: (error: unknown) => void): void {
  report = onFailure;
}

/** Passes on the failure of something that is guarded elsewhere. */
export function failed(error: unknown): void {
  report(error);
}

/**
 * Runs something that belongs to the browser and may throw, such as a playback or an observer: undefined if it does. What
 * throws inside an effect of React would take the whole page with it, the buttons of a call included.
 */
export function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch (error) {
    report(error);
    return undefined;
  }
}

/** The same for something that may also be rejected later: false unless it succeeds. */
export async function succeeds(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    report(error);
    return false;
  }
}

/** Waits for something that may never end: `otherwise` if it has not after `timeoutMs`. */
export function inTime<Value, Otherwise>(
  done: Promise<Value>,
  timeoutMs: number,
  otherwise: Otherwise,
): Promise<Value | Otherwise> {
  const late = new Promise<Otherwise>((resolve) => setTimeout(() => resolve(otherwise), timeoutMs));
  return Promise.race([done, late]);
}
