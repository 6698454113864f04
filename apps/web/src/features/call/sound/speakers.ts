import type { MediaDevice } from '@ringback/client';
import { attempt, succeeds } from '../../../ui/browser/attempt.ts';
import { routeSound } from '../../../ui/media/keepPlaying.ts';

/** The browser's default speaker. */
export const defaultSpeakerId = '';

/** Entries that stand for another one in the list (Chromium). */
const aliasIds: readonly string[] = ['default', 'communications'];

/** A sound for some speakers. */
export interface SpeakerSound {
  readonly source: Blob | MediaStream;
  /** From 0 to 1. */
  readonly volume: number;
  /** Only for a file; a stream goes on until it ends. */
  readonly repeats?: boolean;
  /** No speaker could play it. */
  readonly onRefused?: () => void;
  readonly onEnd?: () => void;
}

/**
 * The speakers that ring: the chosen one while it is plugged in, else all of them, so that a call is not missed because a
 * headset lies in a drawer.
 */
export function ringSpeakerIds(
  speakers: readonly MediaDevice[],
  ringOn: { readonly id: string; readonly label: string } | null,
): readonly string[] {
  const chosen =
    speakers.find(({ id }) => id === ringOn?.id) ?? speakers.find(({ label }) => label === ringOn?.label);
  if (chosen !== undefined) return [chosen.id];
  const all = speakers.map(({ id }) => id).filter((id) => !aliasIds.includes(id));
  return all.length === 0 ? [defaultSpeakerId] : all;
}

/**
 * Plays a sound on each of these speakers, and returns a function that stops it. One that the browser refuses stays
 * silent; if it refuses all, the default one plays.
 */
export function playOnSpeakers(sound: SpeakerSound, speakerIds: readonly string[]): () => void {
  const url = sound.source instanceof Blob ? URL.createObjectURL(sound.source) : undefined;
  const elements = speakerIds.map(() => elementFor(sound, url));
  const stop = new AbortController();
  const { signal } = stop;
  let refused = 0;
  const start = async (element: HTMLAudioElement, speakerId: string): Promise<void> => {
    const isRouted = await routeSound(element, speakerId);
    if (signal.aborted) return;
    // The last one that is refused plays on the default speaker, where the browser has put it.
    if (!isRouted && (refused += 1) < elements.length) return;
    if (!(await succeeds(() => element.play())) && !signal.aborted) sound.onRefused?.();
  };
  elements.forEach((element, index) => void start(element, speakerIds[index] ?? defaultSpeakerId));
  const [first] = elements;
  first?.addEventListener('ended', () => sound.onEnd?.(), { signal });
  return () => {
    stop.abort();
    for (const element of elements) silence(element);
    if (url !== undefined) URL.revokeObjectURL(url);
  };
}

function elementFor({ source, volume, repeats }: SpeakerSound, url: string | undefined): HTMLAudioElement {
  const element = new Audio();
  element.volume = volume;
  element.loop = repeats === true;
  if (url !== undefined) element.src = url;
  else attempt(() => (element.srcObject = source instanceof Blob ? null : source));
  return element;
}

function silence(element: HTMLAudioElement): void {
  attempt(() => element.pause());
  attempt(() => (element.srcObject = null));
}
