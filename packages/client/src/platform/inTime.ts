/**
 * Waits for what a browser may never answer, such as a driver, a database or a permission query that hangs: `otherwise`
 * if it has not after `timeoutMs`. Rejects as `done` does.
 */
export async function inTime<Value, Otherwise>(
  done: Promise<Value>,
  timeoutMs: number,
  otherwise: Otherwise,
): Promise<Value | Otherwise> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Otherwise>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), timeoutMs);
  });
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
