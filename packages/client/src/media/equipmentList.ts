import type { Equipment, EquipmentKind, Piece } from './equipment.ts';

/** What the browser tells of one device; a part of `MediaDeviceInfo`. */
export type Listed = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label' | 'groupId'>;

/** Nobody chooses among more, and longer names fit on no screen. */
const mostOfAKind = 32;
const longestLabel = 120;

const kinds = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
} as const satisfies Record<MediaDeviceKind, EquipmentKind>;

/** Orders the browser's list by kind. Without a name there is nothing to choose by. */
export function equipmentFrom(listed: readonly Listed[]): Equipment {
  const of = (kind: EquipmentKind) => listed.filter((device) => kinds[device.kind] === kind);
  const named = (kind: EquipmentKind) => of(kind).filter(isNamed).slice(0, mostOfAKind).map(pieceFrom);
  const all = Object.values(kinds);
  return {
    pieces: { microphone: named('microphone'), camera: named('camera'), speaker: named('speaker') },
    unnamed: all.filter((kind) => of(kind).length > 0 && !of(kind).some(isNamed)),
  };
}

function isNamed({ deviceId, label }: Listed): boolean {
  return deviceId !== '' && label !== '';
}

function pieceFrom({ deviceId, label, groupId }: Listed): Piece {
  return { id: deviceId, label: label.slice(0, longestLabel), group: groupId };
}
