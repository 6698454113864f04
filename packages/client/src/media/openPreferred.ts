import { deviceTypeOf } from './mediaDevices.ts';
import type { Capture, CaptureFailure, CaptureOptions, CaptureResult } from './mediaPorts.ts';
import { findPreferred, type PreferredDevice } from './preferredDevices.ts';
import { inTime } from '../platform/inTime.ts';

type Opening = Pick<Capture, 'open' | 'listDevices'>;
type Kind = keyof typeof deviceTypeOf;

/** Browsers list devices in some milliseconds. */
const listTimeoutMs = 1_000;

/**
 * Opens the device that the user picked, by its id or, where the browser has given it a new one, by its label. Without
 * it, or while it is in use, opens the browser's default. The caller must stop the track.
 */
export async function openPreferred(
  { open, listDevices }: Opening,
  kind: Kind,
  preferred: PreferredDevice | undefined,
  options: CaptureOptions = {},
): Promise<CaptureResult> {
  const capture: Opening = {
    open: (each, mediaDeviceId) => open(each, mediaDeviceId, options),
    listDevices,
  };
  if (preferred === undefined) return capture.open(kind);
  const byId = await capture.open(kind, preferred.id);
  if (byId.ok || isHopeless(byId.failure)) return byId;
  const { label } = preferred;
  if (label === undefined) return capture.open(kind);
  if (byId.failure === 'notFound') return openByLabel(capture, kind, preferred);
  const other = await capture.open(kind);
  return other.ok ? { ...other, insteadOf: label } : other;
}

/** Whether no other device would open either. */
function isHopeless(failure: CaptureFailure): boolean {
  return failure === 'notAllowed' || failure === 'blockedBySystem' || failure === 'unsupported';
}

/** After a permission reset, the browser tells labels only once an input is open. */
async function openByLabel(capture: Opening, kind: Kind, preferred: PreferredDevice): Promise<CaptureResult> {
  const newId = await findNewId(capture, kind, preferred);
  if (newId !== undefined) {
    const found = await capture.open(kind, newId);
    return found.ok ? found : capture.open(kind);
  }
  const any = await capture.open(kind);
  if (!any.ok || any.track.label === preferred.label) return any;
  const revealedId = await findNewId(capture, kind, preferred);
  if (revealedId === undefined) return any;
  // Some browsers open one input of a kind at a time.
  any.track.stop();
  const revealed = await capture.open(kind, revealedId);
  return revealed.ok ? revealed : capture.open(kind);
}

async function findNewId(
  { listDevices }: Opening,
  kind: Kind,
  preferred: PreferredDevice,
): Promise<string | undefined> {
  const listed = await inTime(listDevices(), listTimeoutMs, undefined);
  const found = findPreferred(listed?.devices[deviceTypeOf[kind]] ?? [], preferred);
  return found?.id === preferred.id ? undefined : found?.id;
}
