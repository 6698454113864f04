/** What a person can choose for a call. */
export type MediaDeviceType = 'microphone' | 'camera' | 'speaker';

/** One microphone, camera or speaker. */
export interface MediaDevice {
  /** The browser's name for it on this origin; another one after the site's data was cleared. */
  readonly id: string;
  /** What the person knows it by. */
  readonly label: string;
  /** The same for all that sits in one housing, as in a headset; empty if the browser does not tell. */
  readonly group: string;
}

/** All that is plugged into this machine, as far as the browser tells. */
export interface MediaDevices {
  readonly devices: Readonly<Record<MediaDeviceType, readonly MediaDevice[]>>;
  /** Kinds of which there is something, but the browser gives no names yet: its permission comes first. */
  readonly unnamed: readonly MediaDeviceType[];
}

/** Before the browser has told of any. */
export const noMediaDevices: MediaDevices = {
  devices: { microphone: [], camera: [], speaker: [] },
  unnamed: [],
};

/** The input kinds of equipment, by the browser's word for what they give. */
export const deviceTypeOf = { audio: 'microphone', video: 'camera' } as const satisfies Record<
  'audio' | 'video',
  MediaDeviceType
>;

/** Ids of entries that stand for whatever the system prefers (Chromium); such a one is never new. */
const aliasIds: readonly string[] = ['', 'default', 'communications'];

/** The pieces of a kind that were not there before, each under its own name. */
export function addedDevices(
  before: MediaDevices,
  after: MediaDevices,
  kind: MediaDeviceType,
): readonly MediaDevice[] {
  // Names that were hidden until now belong to things that were there all along.
  if (before.unnamed.includes(kind)) return [];
  const known = new Set(before.devices[kind].map(({ id }) => id));
  return after.devices[kind].filter(({ id }) => !known.has(id) && !aliasIds.includes(id));
}

/** What the browser tells of one device; a part of `MediaDeviceInfo`. */
export type Listed = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label' | 'groupId'>;

/** Nobody chooses among more, and longer names fit on no screen. */
const mostOfAKind = 32;
const longestLabel = 120;

const kinds = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
} as const satisfies Record<MediaDeviceKind, MediaDeviceType>;

/** Orders the browser's list by kind. Without a name there is nothing to choose by. */
export function mediaDevicesFrom(listed: readonly Listed[]): MediaDevices {
  const of = (kind: MediaDeviceType) => listed.filter((device) => kinds[device.kind] === kind);
  const named = (kind: MediaDeviceType) =>
    of(kind).filter(isNamed).slice(0, mostOfAKind).map(mediaDeviceFrom);
  const all = Object.values(kinds);
  return {
    devices: { microphone: named('microphone'), camera: named('camera'), speaker: named('speaker') },
    unnamed: all.filter((kind) => of(kind).length > 0 && !of(kind).some(isNamed)),
  };
}

function isNamed({ deviceId, label }: Listed): boolean {
  return deviceId !== '' && label !== '';
}

function mediaDeviceFrom({ deviceId, label, groupId }: Listed): MediaDevice {
  return { id: deviceId, label: label.slice(0, longestLabel), group: groupId };
}
