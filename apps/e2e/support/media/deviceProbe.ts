import { expect, type BrowserContext, type Page } from '@playwright/test';

interface Probe {
  readonly unplug: (label: string) => void;
  readonly plugIn: (label: string) => void;
  readonly hold: (kind: 'audio' | 'video', isHeld: boolean) => void;
  /** The labels of the inputs that are open. */
  readonly used: () => string[];
  /** How often the page has asked which devices there are. */
  readonly listings: () => number;
}

declare global {
  interface Window {
    deviceProbe?: Probe;
  }
}

/**
 * Lets specs unplug devices, which a browser cannot simulate: an unplugged device is left out of the browser's list,
 * cannot be opened, and its open tracks end. Everything else is the browser's own fake devices. Install it before the
 * first page loads.
 */
export async function installDeviceProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(deviceProbe);
}

/** Runs in the page, so it may use nothing from this file. */
export function deviceProbe(): void {
  if (!window.isSecureContext) return;
  const { mediaDevices } = navigator;
  const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const gone = new Set<string>();
  const tracks = new Set<MediaStreamTrack>();
  const live = () => [...tracks].filter(({ readyState }) => readyState === 'live');

  let listings = 0;
  mediaDevices.enumerateDevices = async () => {
    listings += 1;
    return (await enumerateDevices()).filter(({ label }) => !gone.has(label));
  };

  /** The first plugged-in device, unless the page requires a particular one. */
  async function resolveConstraints(constraints: MediaStreamConstraints): Promise<MediaStreamConstraints> {
    const kind = constraints.audio === undefined ? 'videoinput' : 'audioinput';
    const there = (await mediaDevices.enumerateDevices()).filter((device) => device.kind === kind);
    const asked = kind === 'audioinput' ? constraints.audio : constraints.video;
    const constraint = typeof asked === 'object' ? asked.deviceId : undefined;
    const wanted =
      typeof constraint === 'object' && !Array.isArray(constraint)
        ? (constraint.exact ?? constraint.ideal)
        : constraint;
    const isExact =
      typeof constraint === 'object' && !Array.isArray(constraint) && constraint.exact !== undefined;
    const found = there.find(({ deviceId }) => deviceId === wanted) ?? (isExact ? undefined : there[0]);
    if (found === undefined) throw new DOMException('Requested device not found', 'NotFoundError');
    const exactly = { ...(typeof asked === 'object' && asked), deviceId: { exact: found.deviceId } };
    return kind === 'audioinput' ? { audio: exactly } : { video: exactly };
  }
  mediaDevices.getUserMedia = async (constraints = {}) => {
    const stream = await getUserMedia(gone.size === 0 ? constraints : await resolveConstraints(constraints));
    for (const track of stream.getTracks()) tracks.add(track);
    return stream;
  };

  window.deviceProbe = {
    listings: () => listings,
    unplug: (label) => {
      gone.add(label);
      mediaDevices.dispatchEvent(new Event('devicechange'));
      for (const track of live().filter((each) => each.label === label)) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    },
    plugIn: (label) => {
      gone.delete(label);
      mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    hold: (kind, isHeld) => {
      for (const track of live().filter((each) => each.kind === kind)) {
        Object.defineProperty(track, 'muted', { value: isHeld, configurable: true });
        track.dispatchEvent(new Event(isHeld ? 'mute' : 'unmute'));
      }
    },
    used: () => live().map(({ label }) => label),
  };
}

/** Unplugs a device. */
export async function unplug(page: Page, label: string): Promise<void> {
  await page.evaluate((name) => window.deviceProbe?.unplug(name), label);
}

/** Unplugs a device, and waits until the page looks at what is left: it does not look for each of many changes. */
export async function unplugNoticed(page: Page, label: string): Promise<void> {
  const listings = () => page.evaluate(() => window.deviceProbe?.listings() ?? 0);
  const before = await listings();
  await unplug(page, label);
  await expect.poll(listings).toBeGreaterThan(before);
}

export async function plugIn(page: Page, label: string): Promise<void> {
  await page.evaluate((name) => window.deviceProbe?.plugIn(name), label);
}

/** Gives each device a new id, as browsers do after a permission reset. */
export async function renumberDevices(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.enumerateDevices = async () =>
      (await enumerateDevices()).map((device) => {
        const { kind, label, groupId } = device;
        return { deviceId: `new-${device.deviceId}`, kind, label, groupId, toJSON: () => ({}) };
      });
    // No device has an id that lacks the prefix any more.
    mediaDevices.getUserMedia = ({ audio = false } = {}) => {
      const asked = typeof audio === 'object' ? audio.deviceId : undefined;
      const id = typeof asked === 'object' && 'exact' in asked ? String(asked.exact) : 'new-default';
      return getUserMedia({ audio: { deviceId: { exact: id.startsWith('new-') ? id.slice(4) : 'none' } } });
    };
  });
}

/** Mutes or unmutes the microphone or the camera as the operating system does. */
export async function holdInput(page: Page, kind: 'audio' | 'video', isHeld: boolean): Promise<void> {
  await page.evaluate(([input, held]) => window.deviceProbe?.hold(input, held), [kind, isHeld] as const);
}

/** The labels of the inputs that a page holds open. */
export async function usedInputs(page: Page): Promise<string[]> {
  const used = await page.evaluate(() => window.deviceProbe?.used() ?? null);
  if (used === null) throw new Error('The page has no device probe.');
  return used;
}
