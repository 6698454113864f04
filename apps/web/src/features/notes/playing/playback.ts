import type { NoteMedia } from '@ringback/client';
import { attempt } from '../../../ui/browser/attempt.ts';

/** Time for the browser to find out a recording's length, in ms; after that, playback starts without it. */
const prepareTimeoutMs = 3_000;
/** Beyond the end of any recording, in seconds. */
const beyondEndS = 1e7;

const notPlayable: PlaybackState = { state: 'failed', message: 'This browser cannot play it.' };

/** The state of playback. */
export type PlaybackState =
  | { readonly state: 'still' }
  | { readonly state: 'loading' }
  | { readonly state: 'playing' }
  | { readonly state: 'gone' }
  | { readonly state: 'failed'; readonly message: string };

/** The part of an audio or video element that playback uses. */
export type MediaElement = EventTarget &
  Pick<HTMLMediaElement, 'src' | 'currentTime' | 'duration' | 'playbackRate' | 'error' | 'play' | 'pause'>;

/** A request to play, made by a press of the play button. */
interface PlayRequest {
  readonly load: () => Promise<NoteMedia>;
  readonly rate: number;
  /** Called when the sound starts. */
  readonly onPlay: () => void;
}

/** The element that plays now: one at a time. */
let current: MediaElement | undefined;

/**
 * Plays one recording. Reports the state until the sound starts; from then on the element's own events are the source. A
 * pause cancels a request that has not started to sound.
 */
export class Playback {
  readonly #report: (state: PlaybackState) => void;
  /** The request that has not started to sound. */
  #pending: PlayRequest | undefined;
  #url: string | undefined;
  #prepared: Promise<void> | undefined;

  constructor(report: (state: PlaybackState) => void) {
    this.#report = report;
  }

  /** Loads the recording with the first request. */
  async play(element: MediaElement, request: PlayRequest): Promise<void> {
    this.#pending = request;
    try {
      await this.#prepare(element, request);
      if (!this.#isPending(request)) return;
      element.playbackRate = request.rate;
      await playAlone(element);
      request.onPlay();
    } catch (error) {
      if (this.#isPending(request) && !isInterruption(error)) this.#report(notPlayable);
    }
    this.#finish(request);
  }

  /** Loads the recording ahead of a press, so that its first picture shows. What fails is told once it is played. */
  async showFirstFrame(element: MediaElement, load: PlayRequest['load'], signal: AbortSignal): Promise<void> {
    const media = await load().catch(() => undefined);
    const isWanted = !signal.aborted && this.#prepared === undefined && this.#pending === undefined;
    if (media?.kind !== 'here' || !isWanted) return;
    this.#url = URL.createObjectURL(media.blob);
    this.#prepared = prepare(element, this.#url);
  }

  pause(element: MediaElement | null): void {
    if (this.#pending !== undefined) this.#report({ state: 'still' });
    this.#pending = undefined;
    element?.pause();
  }

  /** Releases the loaded recording. */
  close(): void {
    this.#pending = undefined;
    this.#prepared = undefined;
    const url = this.#url;
    if (url !== undefined) attempt(() => URL.revokeObjectURL(url));
    this.#url = undefined;
  }

  /** Waits until the element is ready to play; ends the request if there is no recording. */
  async #prepare(element: MediaElement, request: PlayRequest): Promise<void> {
    if (this.#prepared === undefined) {
      this.#report({ state: 'loading' });
      const media = await request.load();
      if (!this.#isPending(request)) return;
      if (media.kind !== 'here') {
        this.#report(media.kind === 'gone' ? { state: 'gone' } : { state: 'failed', message: media.message });
        this.#finish(request);
        return;
      }
      this.#url = URL.createObjectURL(media.blob);
      this.#prepared = prepare(element, this.#url);
    }
    await this.#prepared;
  }

  #isPending(request: PlayRequest): boolean {
    return this.#pending === request;
  }

  #finish(request: PlayRequest): void {
    if (this.#isPending(request)) this.#pending = undefined;
  }
}

/**
 * Prepares an element to play a recording and to seek in it. Recordings made by browsers lack their length; seeking beyond
 * the end makes the browser find it.
 */
async function prepare(element: MediaElement, url: string): Promise<void> {
  element.src = url;
  await eventOf(element, 'loadedmetadata');
  if (Number.isFinite(element.duration)) return;
  element.currentTime = beyondEndS;
  while (!Number.isFinite(element.duration) && (await eventOf(element, 'durationchange')));
  element.currentTime = 0;
  await eventOf(element, 'seeked');
}

/** Playback was paused before it started, for example by another recording; that is not an error. */
function isInterruption(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Plays an element and pauses whatever else plays. */
export async function playAlone(element: MediaElement): Promise<void> {
  const before = current;
  if (before !== element) attempt(() => before?.pause());
  current = element;
  const failed = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new DOMException('The recording cannot be played.', 'NotSupportedError'));
    if (element.error === null) element.addEventListener('error', fail, { once: true });
    else fail();
  });
  // Chromium leaves the promise open where it cannot decode.
  await Promise.race([element.play(), failed]);
}

/** Waits for an event; false if it does not come in time or the recording cannot be played. */
function eventOf(element: MediaElement, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const end = (outcome: boolean): void => {
      done.abort();
      resolve(outcome);
    };
    const { signal } = done;
    element.addEventListener(name, () => end(true), { signal });
    element.addEventListener('error', () => end(false), { signal });
    setTimeout(() => end(false), prepareTimeoutMs);
  });
}
