import type { Capture, Captured } from './capture.ts';
import { failureOf } from './failureOf.ts';

/** Ideals, never demands: a camera that can do less is better than none. */
const constraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    facingMode: { ideal: 'user' },
  },
} as const satisfies MediaStreamConstraints;

const permissionNames = { audio: 'microphone', video: 'camera' } as const;

/** Microphones and cameras as the browser gives them. */
export function createBrowserCapture(): Capture {
  return { open, permission };
}

async function open(kind: 'audio' | 'video'): Promise<Captured> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: constraints[kind] });
    const [track] = stream.getTracks();
    return track === undefined ? { ok: false, failure: 'notFound' } : { ok: true, track };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** Browsers that keep this to themselves reject the question, or have no such function. */
async function permission(kind: 'audio' | 'video'): Promise<'granted' | 'prompt' | 'denied' | 'unknown'> {
  try {
    const { state } = await navigator.permissions.query({ name: permissionNames[kind] });
    return state;
  } catch {
    return 'unknown';
  }
}
