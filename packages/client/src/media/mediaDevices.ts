export type MediaDeviceType = 'microphone' | 'camera' | 'speaker';

export interface MediaDevice {
  /** The browser's id for this origin; it changes when the site's data is cleared. */
  readonly id: string;
  /** The name that the user knows it by. */
  readonly label: string;
  /** Equal for devices in one housing, such as the parts of a headset; empty if the browser does not tell. */
  readonly group: string;
  /** Where a phone's camera looks; absent where the browser does not tell. */
  readonly facing?: CameraFacing;
}

/** `user`: at the person who holds the phone. */
export type CameraFacing = 'user' | 'environment';

/** All devices of this machine that the browser reveals. */
export interface MediaDevices {
  readonly devices: Readonly<Record<MediaDeviceType, readonly MediaDevice[]>>;
  /** Kinds that exist, but whose names the browser hides until permission is granted. */
  readonly unnamed: readonly MediaDeviceType[];
}

/** Before the browser has listed any. */
export const noMediaDevices: MediaDevices = {
  devices: { microphone: [], camera: [], speaker: [] },
  unnamed: [],
};

/** The device type that captures each kind of track. */
export const deviceTypeOf = { audio: 'microphone', video: 'camera' } as const satisfies Record<
  'audio' | 'video',
  MediaDeviceType
>;

/** Ids of entries that stand for the system's default (Chromium); these are never new devices. */
const aliasIds: readonly string[] = ['', 'default', 'communications'];

/** The devices of a kind that were not listed before. */
export function addedDevices(
  before: MediaDevices,
  after: MediaDevices,
  kind: MediaDeviceType,
): readonly MediaDevice[] {
  // Names that were hidden belong to devices that were there all along.
  if (before.unnamed.includes(kind)) return [];
  const known = new Set(before.devices[kind].map(({ id }) => id));
  return after.devices[kind].filter(({ id }) => !known.has(id) && !aliasIds.includes(id));
}

/** The part of `MediaDeviceInfo` that is used. */
export type ListedDevice = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label' | 'groupId'> & {
  readonly getCapabilities?: () => MediaTrackCapabilities;
};

/** More devices cannot be told apart in a menu, and longer names do not fit. */
const maxPerType = 32;
const maxLabelLength = 120;

const kinds = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
} as const satisfies Record<MediaDeviceKind, MediaDeviceType>;

/** Groups the browser's list by kind. Devices without a name cannot be chosen, so they are left out. */
export function mediaDevicesFrom(listed: readonly ListedDevice[]): MediaDevices {
  const of = (kind: MediaDeviceType) => listed.filter((device) => kinds[device.kind] === kind);
  const named = (kind: MediaDeviceType) => of(kind).filter(isNamed).slice(0, maxPerType).map(mediaDeviceFrom);
  const all = Object.values(kinds);
  return {
    devices: { microphone: named('microphone'), camera: named('camera'), speaker: named('speaker') },
    unnamed: all.filter((kind) => of(kind).length > 0 && !of(kind).some(isNamed)),
  };
}

function isNamed({ deviceId, label }: ListedDevice): boolean {
  return deviceId !== '' && label !== '';
}

function mediaDeviceFrom(listed: ListedDevice): MediaDevice {
  const { deviceId, label, groupId, kind } = listed;
  const facing = kind === 'videoinput' ? facingOf(listed) : undefined;
  return {
    id: deviceId,
    label: label.slice(0, maxLabelLength),
    group: groupId,
    ...(facing !== undefined && { facing }),
  };
}

/** Phones tell in their capabilities, or in their labels: "camera2 0, facing back". */
function facingOf(listed: ListedDevice): CameraFacing | undefined {
  const told = capabilitiesOf(listed)?.facingMode?.[0];
  if (told === 'user' || told === 'environment') return told;
  if (/\bfacing back\b/i.test(listed.label)) return 'environment';
  return /\bfacing front\b/i.test(listed.label) ? 'user' : undefined;
}

function capabilitiesOf(listed: ListedDevice): MediaTrackCapabilities | undefined {
  try {
    return listed.getCapabilities?.();
  } catch {
    return undefined;
  }
}
