import type { NoteMedia } from '@ringback/client';

/** How long a browser may take to look a recording over, in ms; after that it is played as it is. */
const patienceMs = 3_000;
/** Beyond the end of anything, in seconds. */
const farAway = 1e7;

const notPlayable: Playing = { state: 'failed', message: 'This browser cannot play it.' };

/** How playing stands. */
export type Playing =
  | { readonly state: 'still' }
  | { readonly state: 'loading' }
  | { readonly state: 'playing' }
  | { readonly state: 'gone' }
  | { readonly state: 'failed'; readonly message: string };

/** What is needed of an audio or video element. */
export type MediaElement = EventTarget &
  Pick<HTMLMediaElement, 'src' | 'currentTime' | 'duration' | 'playbackRate' | 'play' | 'pause'>;

/** What comes with a press of a play button. */
interface Press {
  readonly load: () => Promise<NoteMedia>;
  readonly rate: number;
  /** It begins to be heard. */
  readonly onPlay: () => void;
}

/** What plays now: one note at a time. */
let current: MediaElement | undefined;

/**
 * Plays one recording, and tells how that stands until it is heard; from then on its element knows best. A pause takes
 * back the press of which nothing is heard yet: it is as if it had never been made.
 */
export class Playback {
  readonly #tell: (playing: Playing) => void;
  /** The press that waits to be heard. */
  #press: Press | undefined;
  #url: string | undefined;
  #prepared: Promise<void> | undefined;

  constructor(tell: (playing: Playing) => void) {
    this.#tell = tell;
  }

  /** The contents are fetched with the first press. */
  async play(element: MediaElement, press: Press): Promise<void> {
    this.#press = press;
    await this.#ready(element, press);
    if (!this.#isWanted(press)) return;
    element.playbackRate = press.rate;
    try {
      await playAlone(element);
      press.onPlay();
    } catch (error) {
      if (this.#isWanted(press) && !isInterruption(error)) this.#tell(notPlayable);
    }
    this.#over(press);
  }

  pause(element: MediaElement | null): void {
    if (this.#press !== undefined) this.#tell({ state: 'still' });
    this.#press = undefined;
    element?.pause();
  }

  /** Lets go of what was fetched. */
  close(): void {
    this.#press = undefined;
    this.#prepared = undefined;
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }

  /** Waits until the element has something to play; where there is nothing to be had, the press is over. */
  async #ready(element: MediaElement, press: Press): Promise<void> {
    if (this.#prepared === undefined) {
      this.#tell({ state: 'loading' });
      const media = await press.load();
      if (!this.#isWanted(press)) return;
      if (media.kind !== 'here') {
        this.#tell(media.kind === 'gone' ? { state: 'gone' } : { state: 'failed', message: media.message });
        this.#over(press);
        return;
      }
      this.#url = URL.createObjectURL(media.blob);
      this.#prepared = prepare(element, this.#url);
    }
    await this.#prepared;
  }

  #isWanted(press: Press): boolean {
    return this.#press === press;
  }

  #over(press: Press): void {
    if (this.#isWanted(press)) this.#press = undefined;
  }
}

/**
 * Lets an element play a recording, so that any place in it can be gone to. What browsers record says nothing of its own
 * length; going beyond its end makes them find out.
 */
async function prepare(element: MediaElement, url: string): Promise<void> {
  element.src = url;
  await happened(element, 'loadedmetadata');
  if (Number.isFinite(element.duration)) return;
  element.currentTime = farAway;
  while (!Number.isFinite(element.duration) && (await happened(element, 'durationchange')));
  element.currentTime = 0;
  await happened(element, 'seeked');
}

/** Something was paused before it had begun, as by another recording; it can be played all the same. */
function isInterruption(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Plays, and lets whatever else plays pause. */
export async function playAlone(element: MediaElement): Promise<void> {
  if (current !== element) current?.pause();
  current = element;
  await element.play();
}

/** Waits for an event; false if it does not come in time, or the recording cannot be played. */
function happened(element: MediaElement, name: string): Promise<boolean> {
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
