import type { ScreenContent } from '@ringback/rtc';
import type { ScreenCapture, ScreenFailure, ScreenResult, Surface } from './screenPorts.ts';

/** Options that TypeScript doesn't know yet; a browser ignores those that it doesn't know either. */
interface DisplayOptions extends DisplayMediaStreamOptions {
  readonly selfBrowserSurface: 'exclude';
  readonly surfaceSwitching: 'include';
  readonly systemAudio: 'include';
}

/** Text needs pixels rather than pictures; beyond these, two cores have no time for the call. */
const sizes = {
  text: { width: { max: 2560 }, height: { max: 1600 }, frameRate: { ideal: 15, max: 30 } },
  motion: { width: { max: 1920 }, height: { max: 1200 }, frameRate: { ideal: 30, max: 30 } },
} as const satisfies Record<ScreenContent, MediaTrackConstraints>;

/** Sound as it is: no processing for voices, and, where the browser can leave it out, not the call itself. */
const sound = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  restrictOwnAudio: true,
} as const;

export function createBrowserScreen(): ScreenCapture {
  return { open, tune };
}

async function open(content: ScreenContent): Promise<ScreenResult> {
  try {
    const options: DisplayOptions = {
      video: sizes[content],
      audio: sound,
      selfBrowserSurface: 'exclude',
      surfaceSwitching: 'include',
      systemAudio: 'include',
    };
    return picked(await navigator.mediaDevices.getDisplayMedia(options), content);
  } catch (error) {
    return { ok: false, failure: screenFailureOf(error) };
  }
}

/** The tracks are open already: whatever fails here must not lose them, or nothing would ever stop them. */
function picked(stream: MediaStream, content: ScreenContent): ScreenResult {
  const [video] = stream.getVideoTracks();
  const [audio = null] = stream.getAudioTracks();
  if (video === undefined) {
    audio?.stop();
    return { ok: false, failure: 'notFound' };
  }
  tune(video, content);
  if (audio !== null && 'contentHint' in audio) audio.contentHint = 'music';
  return { ok: true, video, audio, surface: surfaceOf(video) };
}

/** Browsers without hints send the screen as they would send a camera. */
function tune(video: MediaStreamTrack, content: ScreenContent): void {
  if ('contentHint' in video) video.contentHint = content;
  try {
    video.applyConstraints(sizes[content]).catch(() => undefined);
  } catch {
    // It goes on as it was captured.
  }
}

const surfaces: ReadonlyMap<unknown, Surface> = new Map([
  ['monitor', 'screen'],
  ['window', 'window'],
  ['browser', 'tab'],
] as const);

function surfaceOf(video: MediaStreamTrack): Surface {
  try {
    return surfaces.get(video.getSettings().displaySurface) ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** What a rejection of `getDisplayMedia` means; see `ScreenFailure`. */
export function screenFailureOf(error: unknown): ScreenFailure {
  if (!(error instanceof DOMException)) return 'failed';
  switch (error.name) {
    case 'NotAllowedError':
      return /\bby (the )?system\b/i.test(error.message) ? 'blockedBySystem' : 'canceled';
    case 'AbortError':
      return 'canceled';
    case 'NotFoundError':
      return 'notFound';
    default:
      return 'failed';
  }
}
