import { attempt, inTime, succeeds } from '../browser/attempt.ts';

/** The part of an audio or video element that playing a stream needs. */
export type StreamElement<Stream> = EventTarget &
  Pick<HTMLMediaElement, 'play' | 'paused'> & { srcObject: Stream | null };

/** A system that pauses an element again within this time, in ms, does not want it to play. */
const pausedAgainMs = 1_000;

export interface KeptPlaying {
  /** Plays on after a press. */
  readonly play: () => void;
  readonly stop: () => void;
}

/**
 * Plays a stream in an element, and plays on when the system pauses it: for a phone call, when headphones are unplugged, or when the
 * page is put away. Reports when the browser refuses, so that one press can help, and when it plays again.
 */
export function keepPlaying<Stream>(
  element: StreamElement<Stream>,
  stream: Stream,
  onRefused: (isRefused: boolean) => void = () => {},
): KeptPlaying {
  const stop = new AbortController();
  const { signal } = stop;
  let resumedAt = -Infinity;
  const play = async (): Promise<void> => {
    const isPlaying = await succeeds(() => element.play());
    // A new stream interrupts play() and plays by itself, so that only the element knows.
    if (!signal.aborted && !isPlaying && element.paused) onRefused(true);
  };
  const playOn = (): void => {
    if (!element.paused) return;
    if (performance.now() - resumedAt < pausedAgainMs) return onRefused(true);
    resumedAt = performance.now();
    void play();
  };
  element.addEventListener('playing', () => onRefused(false), { signal });
  element.addEventListener('pause', playOn, { signal });
  attempt(() => (element.srcObject = stream));
  void play();
  return {
    play: () => void play(),
    stop: () => {
      stop.abort();
      attempt(() => (element.srcObject = null));
    },
  };
}

/** The part of an audio element that chooses a speaker; `sinkId` is absent where the browser cannot. */
export type SpeakerElement = Partial<Pick<HTMLMediaElement, 'sinkId' | 'setSinkId'>>;

/** The browser's default. */
const defaultSpeaker = '';

/** Wireless headphones take a second or two. */
const routeTimeoutMs = 6_000;

/**
 * Sends an element's sound to a speaker, or to the default one if the browser refuses: it may be gone, in use, or not
 * allowed. Returns whether the chosen one is used.
 */
export async function routeSound(element: SpeakerElement, speakerId: string): Promise<boolean> {
  const current = attempt(() => element.sinkId);
  if (current === undefined || current === speakerId) return true;
  const route = (id: string): Promise<boolean> =>
    inTime(
      succeeds(async () => element.setSinkId?.(id)),
      routeTimeoutMs,
      false,
    );
  if (await route(speakerId)) return true;
  if (speakerId !== defaultSpeaker) await route(defaultSpeaker);
  return speakerId === defaultSpeaker;
}
