import type { BrowserContext, Page } from '@playwright/test';

interface Probe {
  readonly unplug: (label: string) => void;
  readonly plugIn: (label: string) => void;
  readonly holdMicrophone: (isHeld: boolean) => void;
  /** The labels of the inputs that are open. */
  readonly used: () => string[];
}

declare global {
  interface Window {
    deviceProbe?: Probe;
  }
}

/**
 * Lets specs pull plugs, which no browser without hands can do: what is unplugged is left out of the browser's list,
 * cannot be opened, and what is open of it ends. The rest is the browser's own fake devices. Must come before the
 * first page loads.
 */
export async function installDeviceProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(probeInPage);
}

/** Runs in the page, so it may use nothing from this file. */
function probeInPage(): void {
  if (!window.isSecureContext) return;
  const { mediaDevices } = navigator;
  const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const gone = new Set<string>();
  const tracks = new Set<MediaStreamTrack>();
  const live = () => [...tracks].filter(({ readyState }) => readyState === 'live');

  mediaDevices.enumerateDevices = async () =>
    (await enumerateDevices()).filter(({ label }) => !gone.has(label));

  /** The first that is plugged in, unless the page wants a certain one. */
  async function fitting(constraints: MediaStreamConstraints): Promise<MediaStreamConstraints> {
    const kind = constraints.audio === undefined ? 'videoinput' : 'audioinput';
    const there = (await mediaDevices.enumerateDevices()).filter((device) => device.kind === kind);
    const asked = kind === 'audioinput' ? constraints.audio : constraints.video;
    const wish = typeof asked === 'object' ? asked.deviceId : undefined;
    const wanted = typeof wish === 'object' && !Array.isArray(wish) ? (wish.exact ?? wish.ideal) : wish;
    const isExact = typeof wish === 'object' && !Array.isArray(wish) && wish.exact !== undefined;
    const found = there.find(({ deviceId }) => deviceId === wanted) ?? (isExact ? undefined : there[0]);
    if (found === undefined) throw new DOMException('Requested device not found', 'NotFoundError');
    const exactly = { ...(typeof asked === 'object' && asked), deviceId: { exact: found.deviceId } };
    return kind === 'audioinput' ? { audio: exactly } : { video: exactly };
  }
  mediaDevices.getUserMedia = async (constraints = {}) => {
    const stream = await getUserMedia(gone.size === 0 ? constraints : await fitting(constraints));
    for (const track of stream.getTracks()) tracks.add(track);
    return stream;
  };

  window.deviceProbe = {
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
    holdMicrophone: (isHeld) => {
      for (const track of live().filter(({ kind }) => kind === 'audio')) {
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

export async function plugIn(page: Page, label: string): Promise<void> {
  await page.evaluate((name) => window.deviceProbe?.plugIn(name), label);
}

/** Mutes the microphone as the system does, or gives it back. */
export async function holdMicrophone(page: Page, isHeld: boolean): Promise<void> {
  await page.evaluate((held) => window.deviceProbe?.holdMicrophone(held), isHeld);
}

/** The labels of the inputs that a page holds open. */
export async function usedInputs(page: Page): Promise<string[]> {
  const used = await page.evaluate(() => window.deviceProbe?.used() ?? null);
  if (used === null) throw new Error('The page has no device probe.');
  return used;
}
