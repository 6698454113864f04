import { deviceTypeOf, mediaDevicesFrom, noMediaDevices, type MediaDevices } from './mediaDevices.ts';
import type { Capture, CaptureFailure, CaptureOptions, CaptureResult, Permission } from './mediaPorts.ts';
import { openPreferred } from './openPreferred.ts';
import { readPreferredDevices } from './preferredDevices.ts';
import { browserProfileStorage } from '../platform/storage.ts';
import { inTime } from '../platform/inTime.ts';

/** Ideals rather than requirements: a camera that can do less is better than none. */
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

/** Browsers answer in some milliseconds; a call that is placed waits for it. */
const permissionTimeoutMs = 500;

/** 341 ms at 48 kHz, longer than the interval between two reads, so that no sample is missed. */
const peakWindow = { windowSize: 16_384, everyMs: 250 };

/** The browser's microphones, cameras and speakers. */
export function createBrowserCapture(): Capture {
  const statuses = new Map<InputKind, PermissionStatus>();
  const permission = async (kind: InputKind): Promise<Permission> => {
    const status = await queryPermission(kind);
    if (status !== undefined) statuses.set(kind, status);
    return status?.state ?? 'unknown';
  };
  // Queried ahead, so that the first call need not wait. A status stays current by itself.
  void permission('audio');
  return {
    open,
    permission,
    knownPermission: (kind) => statuses.get(kind)?.state,
    listDevices,
    watchDevices,
    listen,
  };
}

/** Loads the analysis with the first call; where it cannot be loaded, no silence is detected. */
function listen(...[track, onPeak]: Parameters<Capture['listen']>): () => void {
  let isStopped = false;
  let stop = (): void => {};
  const start = async (): Promise<void> => {
    const { analyzeTrack, peakOf } = await import('./audioLevels.ts');
    if (isStopped) return;
    stop = analyzeTrack(track, peakWindow, (samples) =>
      onPeak(samples === 'unheard' ? samples : peakOf(samples)),
    );
  };
  start().catch(() => undefined);
  return () => {
    isStopped = true;
    stop();
  };
}

/** Opens the microphone or camera that the user picked for calls. Never rejects. The caller must stop the track. */
export function openPickedInput(capture: Capture, kind: InputKind): Promise<CaptureResult> {
  const preferred = readPreferredDevices(browserProfileStorage);
  return openPreferred(capture, kind, preferred[deviceTypeOf[kind]]);
}

type InputKind = keyof typeof permissionNames;

async function open(
  kind: InputKind,
  mediaDeviceId?: string,
  { keepsNoise = false }: CaptureOptions = {},
): Promise<CaptureResult> {
  // Chromium ignores an ideal device id.
  const which = mediaDeviceId === undefined ? {} : { deviceId: { exact: mediaDeviceId } };
  const noise = kind === 'audio' && keepsNoise ? { noiseSuppression: false } : {};
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      [kind]: { ...constraints[kind], ...noise, ...which },
    });
    const [track] = stream.getTracks();
    return track === undefined ? { ok: false, failure: 'notFound' } : captured(track);
  } catch (error) {
    return { ok: false, failure: await refusalOf(kind, captureFailureOf(error)) };
  }
}

/** The track is open already: whatever fails here must not lose it, or nothing would ever stop it. */
function captured(track: MediaStreamTrack): CaptureResult {
  const deviceId = deviceIdOf(track);
  return { ok: true, track, ...(deviceId !== undefined && { mediaDeviceId: deviceId }) };
}

function deviceIdOf(track: MediaStreamTrack): string | undefined {
  try {
    return track.getSettings().deviceId;
  } catch {
    return undefined;
  }
}

async function listDevices(): Promise<MediaDevices> {
  try {
    const listed = await navigator.mediaDevices.enumerateDevices();
    return mediaDevicesFrom(listed.filter(({ kind }) => kind !== 'audiooutput' || canPickSpeaker));
  } catch {
    return noMediaDevices;
  }
}

/** An insecure page has no media devices, and some browsers do not report changes. */
function watchDevices(onChange: () => void): () => void {
  const stop = new AbortController();
  try {
    navigator.mediaDevices.addEventListener('devicechange', onChange, { signal: stop.signal });
  } catch {
    // The list is as old as the last input that was opened.
  }
  return () => stop.abort();
}

/** Some browsers reject the query, do not support it, or never answer it. */
async function queryPermission(kind: InputKind): Promise<PermissionStatus | undefined> {
  try {
    const query = navigator.permissions.query({ name: permissionNames[kind] });
    return await inTime(query, permissionTimeoutMs, undefined);
  } catch {
    return undefined;
  }
}

/** Only Chromium says that the system denies it. In other browsers, a permission that was granted does not help. */
async function refusalOf(kind: InputKind, failure: CaptureFailure): Promise<CaptureFailure> {
  if (failure !== 'notAllowed') return failure;
  const status = await queryPermission(kind);
  return status?.state === 'granted' ? 'blockedBySystem' : failure;
}

/** What a rejection of `getUserMedia` means; see `CaptureFailure`. */
export function captureFailureOf(error: unknown): CaptureFailure {
  if (error instanceof TypeError) return 'unsupported';
  if (!(error instanceof DOMException)) return 'failed';
  switch (error.name) {
    case 'NotAllowedError':
      return /\bby (the )?system\b/i.test(error.message) ? 'blockedBySystem' : 'notAllowed';
    case 'SecurityError':
      return 'notAllowed';
    case 'NotFoundError':
    // Only a device id is ever required, so this means that the device is missing.
    case 'OverconstrainedError':
      return 'notFound';
    case 'NotReadableError':
    // Chromium's error for a camera that does not start in time, mostly because another program uses it.
    case 'AbortError':
      return 'inUse';
    default:
      return 'failed';
  }
}
