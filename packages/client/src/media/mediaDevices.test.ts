import { expect, test } from 'vitest';
import { type Listed, type Piece, arrived, equipmentFrom, noEquipment } from './mediaDevices.ts';

function listed(kind: MediaDeviceKind, deviceId: string, label = `The ${deviceId}`): Listed {
  return { kind, deviceId, label, groupId: `group of ${deviceId}` };
}

const built: Piece = { id: 'built-in', label: 'The built-in', group: 'group of built-in' };

test('what the browser lists is told by kind, in its order', () => {
  const equipment = equipmentFrom([
    listed('audiooutput', 'loud'),
    listed('audioinput', 'built-in'),
    listed('videoinput', 'front'),
    listed('audioinput', 'headset'),
  ]);
  expect(equipment.pieces.microphone.map(({ id }) => id)).toEqual(['built-in', 'headset']);
  expect(equipment.pieces.microphone[0]).toEqual(built);
  expect(equipment.pieces.camera.map(({ id }) => id)).toEqual(['front']);
  expect(equipment.pieces.speaker.map(({ id }) => id)).toEqual(['loud']);
  expect(equipment.unnamed).toEqual([]);
});

test('before permission there is something, but nothing to choose by', () => {
  const equipment = equipmentFrom([listed('audioinput', '', ''), listed('videoinput', '', '')]);
  expect(equipment.pieces).toEqual(noEquipment.pieces);
  expect(equipment.unnamed).toEqual(['microphone', 'camera']);
});

test('a list without end and a name without end are cut', () => {
  const equipment = equipmentFrom(
    Array.from({ length: 500 }, (_, index) => listed('audioinput', `${index}`, 'x'.repeat(5_000))),
  );
  expect(equipment.pieces.microphone).toHaveLength(32);
  expect(equipment.pieces.microphone[0]?.label).toHaveLength(120);
});

const one = equipmentFrom([listed('audioinput', 'built-in')]);
const two = equipmentFrom([listed('audioinput', 'built-in'), listed('audioinput', 'headset')]);

test.each([
  ['a headset is plugged in', one, two, ['headset']],
  ['the first microphone is plugged in', noEquipment, one, ['built-in']],
  ['a headset is unplugged', two, one, []],
  ['nothing changes', two, two, []],
  ['permission brings the names', equipmentFrom([listed('audioinput', '', '')]), two, []],
  ["the system's preference gets a name", one, equipmentFrom([listed('audioinput', 'default')]), []],
])('%s', (_what, before, after, ids) => {
  expect(arrived(before, after, 'microphone').map(({ id }) => id)).toEqual(ids);
});
