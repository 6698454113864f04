import type { Capture, Captured, Permission } from './capture.ts';
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
  const statuses = new Map<InputKind, PermissionStatus>();
  const permission = async (kind: InputKind): Promise<Permission> => {
    const status = await queryPermission(kind);
    if (status !== undefined) statuses.set(kind, status);
    return status?.state ?? 'unknown';
  };
  // Asked ahead, so that the first call need not wait. A status keeps itself current from then on.
  void permission('audio');
  return { open, permission, knownPermission: (kind) => statuses.get(kind)?.state };
}

type InputKind = keyof typeof permissionNames;

async function open(kind: InputKind): Promise<Captured> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: constraints[kind] });
    const [track] = stream.getTracks();
    return track === undefined ? { ok: false, failure: 'notFound' } : { ok: true, track };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** Browsers that keep this to themselves reject the question, or have no such function. */
async function queryPermission(kind: InputKind): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: permissionNames[kind] });
  } catch {
    return undefined;
  }
}
