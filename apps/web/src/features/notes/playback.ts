/** How long a browser may take to look a recording over, in ms; after that it is played as it is. */
const patienceMs = 3_000;
/** Beyond the end of anything, in seconds. */
const farAway = 1e7;

/** What plays now: one note at a time. */
let current: HTMLMediaElement | undefined;

/**
 * Lets an element play a recording, so that any place in it can be gone to. What browsers record says nothing of its own
 * length; going beyond its end makes them find out.
 */
export async function prepare(element: HTMLMediaElement, url: string): Promise<void> {
  element.src = url;
  await happened(element, 'loadedmetadata');
  if (Number.isFinite(element.duration)) return;
  element.currentTime = farAway;
  while (!Number.isFinite(element.duration) && (await happened(element, 'durationchange')));
  element.currentTime = 0;
  await happened(element, 'seeked');
}

/** Plays, and lets whatever else plays pause. */
export async function playAlone(element: HTMLMediaElement): Promise<void> {
  if (current !== element) current?.pause();
  current = element;
  await element.play();
}

/** Waits for an event; false if it does not come in time, or the recording cannot be played. */
function happened(element: HTMLMediaElement, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const end = (outcome: boolean): void => {
      done.abort();
      resolve(outcome);
    };
    const { signal } = done;
    element.addEventListener(name, () => end(true), { signal });
    element.addEventListener('error', () => end(false), { signal });
    setTimeout(() => end(false), patienceMs);
  });
}
