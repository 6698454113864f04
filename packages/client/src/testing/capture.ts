import { FakeTrack } from '@ringback/rtc/testing';
import {
  deviceTypeOf,
  noMediaDevices,
  type MediaDevice,
  type MediaDevices,
  type MediaDeviceType,
} from '../media/mediaDevices.ts';
import type { Capture, CaptureFailure, CaptureResult, Permission } from '../media/mediaPorts.ts';

type Kind = keyof typeof deviceTypeOf;
type Peak = number | 'unheard';

/** A media device by its name. */
export function fakeMediaDevice(name: string, group = name): MediaDevice {
  return { id: `id of ${name}`, label: name, group };
}

/** A machine's microphones, cameras and speakers, and how the user and the browser decide about them. */
export class FakeCapture implements Capture {
  /** All tracks that were ever opened. */
  readonly tracks: FakeTrack[] = [];
  readonly #permissions: Record<Kind, Permission> = { audio: 'granted', video: 'granted' };
  readonly #failures: Partial<Record<Kind, CaptureFailure>> = {};
  #devices: Record<MediaDeviceType, readonly MediaDevice[]> = {
    microphone: [fakeMediaDevice('Built-in microphone')],
    camera: [fakeMediaDevice('Built-in camera')],
    speaker: [fakeMediaDevice('Built-in speaker')],
  };
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Map<MediaStreamTrack, (peak: Peak) => void>();
  #hasNames = true;
  #isHeld = false;
  #held: (() => void)[] = [];

  /** The permission that the browser reports before opening. */
  setPermission(kind: Kind, permission: Permission): void {
    this.#permissions[kind] = permission;
  }

  /** Makes opening fail from now on. */
  fail(kind: Kind, failure: CaptureFailure): void {
    this.#failures[kind] = failure;
  }

  /** Plugs a device in, ahead of the others. */
  plugIn(kind: MediaDeviceType, device: MediaDevice): void {
    this.#devices = { ...this.#devices, [kind]: [device, ...this.#devices[kind]] };
    this.#changed();
  }

  /** Unplugs a device, which ends its tracks. */
  unplug(kind: MediaDeviceType, { id }: MediaDevice): void {
    this.#devices = { ...this.#devices, [kind]: this.#devices[kind].filter((device) => device.id !== id) };
    this.#changed();
    for (const track of this.live()) if (track.deviceId === id) track.unplug();
  }

  /** Gives each device a new id, and hides their names until one is opened, as a permission reset does. */
  resetPermissions(): void {
    const renumber = (devices: readonly MediaDevice[]) =>
      devices.map((device) => ({ ...device, id: `new ${device.id}` }));
    const { microphone, camera, speaker } = this.#devices;
    this.#devices = {
      microphone: renumber(microphone),
      camera: renumber(camera),
      speaker: renumber(speaker),
    };
    this.#hasNames = false;
    this.#changed();
  }

  /** Emits a level of a monitored microphone. */
  sound(track: MediaStreamTrack, peak: Peak): void {
    this.#listeners.get(track)?.(peak);
  }

  /** Whether a microphone is monitored. */
  isListenedTo(track: MediaStreamTrack): boolean {
    return this.#listeners.has(track);
  }

  /** Makes opening wait for `release`. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    const held = this.#held;
    this.#held = [];
    for (const go of held) go();
  }

  /** Tracks that are not stopped; while there is one, the recording light is on. */
  live(): readonly FakeTrack[] {
    return this.tracks.filter((track) => track.readyState === 'live');
  }

  readonly permission = (kind: Kind): Promise<Permission> => Promise.resolve(this.#permissions[kind]);

  readonly knownPermission = (kind: Kind): Permission => this.#permissions[kind];

  readonly listDevices = (): Promise<MediaDevices> =>
    Promise.resolve(
      this.#hasNames
        ? { devices: this.#devices, unnamed: [] }
        : { ...noMediaDevices, unnamed: ['microphone', 'camera', 'speaker'] },
    );

  readonly watchDevices = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  };

  readonly listen = (track: MediaStreamTrack, onPeak: (peak: Peak) => void): (() => void) => {
    this.#listeners.set(track, onPeak);
    return () => void this.#listeners.delete(track);
  };

  readonly open = async (kind: Kind, mediaDeviceId?: string): Promise<CaptureResult> => {
    if (this.#isHeld) await new Promise<void>((resolve) => this.#held.push(resolve));
    const failure = this.#failures[kind];
    if (failure !== undefined) return { ok: false, failure };
    const device = this.#granted(deviceTypeOf[kind], mediaDeviceId);
    if (device === undefined) return { ok: false, failure: 'notFound' };
    const track = new FakeTrack(kind, `${kind}-${this.tracks.length}`, device.label, device.id);
    this.tracks.push(track);
    this.#hasNames = true;
    return { ok: true, track, mediaDeviceId: device.id };
  };

  #granted(kind: MediaDeviceType, mediaDeviceId: string | undefined): MediaDevice | undefined {
    const devices = this.#devices[kind];
    return mediaDeviceId === undefined ? devices[0] : devices.find(({ id }) => id === mediaDeviceId);
  }

  #changed(): void {
    for (const tell of this.#watchers) tell();
  }
}
