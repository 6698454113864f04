import { analyzeTrack, peakOf } from './audioLevels.ts';
import { type MediaDevices, mediaDevicesFrom, noMediaDevices } from './mediaDevices.ts';
import type { Capture, CaptureFailure, CaptureResult, Permission, DeviceConstraint } from './mediaPorts.ts';

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

const canPickSpeaker = typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;

/** A window of 341 ms at 48 kHz, looked at more often than that, so that no sample is missed. */
const wholeSound = { windowSize: 16_384, everyMs: 250 };

/** Microphones, cameras and speakers as the browser gives them. */
export function createBrowserCapture(): Capture {
  const statuses = new Map<InputKind, PermissionStatus>();
  const permission = async (kind: InputKind): Promise<Permission> => {
    const status = await queryPermission(kind);
    if (status !== undefined) statuses.set(kind, status);
    return status?.state ?? 'unknown';
  };
  // Asked ahead, so that the first call need not wait. A status keeps itself current from then on.
  void permission('audio');
  return {
    open,
    permission,
    knownPermission: (kind) => statuses.get(kind)?.state,
    listDevices,
    watchDevices,
    listen: (track, onPeak) =>
      analyzeTrack(track, wholeSound, (samples) => onPeak(samples === 'unheard' ? samples : peakOf(samples))),
  };
}

type InputKind = keyof typeof permissionNames;

/** An id that is merely ideal does not bind Chromium: what is preferred is demanded first, and then anything. */
async function open(kind: InputKind, constraint?: DeviceConstraint): Promise<CaptureResult> {
  if (constraint === undefined) return openBy(kind, {});
  if ('exact' in constraint) return openBy(kind, { deviceId: { exact: constraint.exact } });
  const preferred = await openBy(kind, { deviceId: { exact: constraint.preferred } });
  const isHopeless = !preferred.ok && ['notAllowed', 'unsupported'].includes(preferred.failure);
  return preferred.ok || isHopeless ? preferred : openBy(kind, {});
}

async function openBy(kind: InputKind, which: MediaTrackConstraints): Promise<CaptureResult> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: { ...constraints[kind], ...which } });
    const [track] = stream.getTracks();
    return track === undefined ? { ok: false, failure: 'notFound' } : captured(track);
  } catch (error) {
    return { ok: false, failure: captureFailureOf(error) };
  }
}

function captured(track: MediaStreamTrack): CaptureResult {
  const { deviceId } = track.getSettings();
  return { ok: true, track, ...(deviceId !== undefined && { mediaDeviceId: deviceId }) };
}

async function listDevices(): Promise<MediaDevices> {
  try {
    const listed = await navigator.mediaDevices.enumerateDevices();
    return mediaDevicesFrom(listed.filter(({ kind }) => kind !== 'audiooutput' || canPickSpeaker));
  } catch {
    return noMediaDevices;
  }
}

/** An insecure page has no inputs at all, and nothing to watch. */
function watchDevices(onChange: () => void): () => void {
  if (!window.isSecureContext) return () => {};
  const { mediaDevices } = navigator;
  mediaDevices.addEventListener('devicechange', onChange);
  return () => mediaDevices.removeEventListener('devicechange', onChange);
}

/** Browsers that keep this to themselves reject the question, or have no such function. */
async function queryPermission(kind: InputKind): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: permissionNames[kind] });
  } catch {
    return undefined;
  }
}

/** What a rejection of `getUserMedia` means to a person; see `failure.ts`. */
export function captureFailureOf(error: unknown): CaptureFailure {
  if (error instanceof TypeError) return 'unsupported';
  if (!(error instanceof DOMException)) return 'failed';
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'notAllowed';
    case 'NotFoundError':
    // Nothing but a certain device is ever required, so only one that is missing can be over-constrained.
    case 'OverconstrainedError':
      return 'notFound';
    case 'NotReadableError':
    // Chromium's word for a camera that does not start in time, as one does that another program holds.
    case 'AbortError':
      return 'inUse';
    default:
      return 'failed';
  }
}
