import { expect, test } from 'vitest';
import {
  addedDevices,
  mediaDevicesFrom,
  noMediaDevices,
  type ListedDevice,
  type MediaDevice,
} from './mediaDevices.ts';

function listed(kind: MediaDeviceKind, deviceId: string, label = `The ${deviceId}`): ListedDevice {
  return { kind, deviceId, label, groupId: `group of ${deviceId}` };
}

const built: MediaDevice = { id: 'built-in', label: 'The built-in', group: 'group of built-in' };

test("the browser's list is grouped by kind and keeps its order", () => {
  const devices = mediaDevicesFrom([
    listed('audiooutput', 'loud'),
    listed('audioinput', 'built-in'),
    listed('videoinput', 'front'),
    listed('audioinput', 'headset'),
  ]);
  expect(devices.devices.microphone.map(({ id }) => id)).toEqual(['built-in', 'headset']);
  expect(devices.devices.microphone[0]).toEqual(built);
  expect(devices.devices.camera.map(({ id }) => id)).toEqual(['front']);
  expect(devices.devices.speaker.map(({ id }) => id)).toEqual(['loud']);
  expect(devices.unnamed).toEqual([]);
});

test('before permission there are devices without names', () => {
  const devices = mediaDevicesFrom([listed('audioinput', '', ''), listed('videoinput', '', '')]);
  expect(devices.devices).toEqual(noMediaDevices.devices);
  expect(devices.unnamed).toEqual(['microphone', 'camera']);
});

test('overlong lists and names are truncated', () => {
  const devices = mediaDevicesFrom(
    Array.from({ length: 500 }, (_, index) => listed('audioinput', `${index}`, 'x'.repeat(5_000))),
  );
  expect(devices.devices.microphone).toHaveLength(32);
  expect(devices.devices.microphone[0]?.label).toHaveLength(120);
});

const one = mediaDevicesFrom([listed('audioinput', 'built-in')]);
const two = mediaDevicesFrom([listed('audioinput', 'built-in'), listed('audioinput', 'headset')]);

test.each([
  ['a headset is plugged in', one, two, ['headset']],
  ['the first microphone is plugged in', noMediaDevices, one, ['built-in']],
  ['a headset is unplugged', two, one, []],
  ['nothing changes', two, two, []],
  ['permission reveals the names', mediaDevicesFrom([listed('audioinput', '', '')]), two, []],
  ["the system's preference gets a name", one, mediaDevicesFrom([listed('audioinput', 'default')]), []],
])('%s', (_what, before, after, ids) => {
  expect(addedDevices(before, after, 'microphone').map(({ id }) => id)).toEqual(ids);
});

test.each([
  [
    'a phone that tells it',
    { ...listed('videoinput', 'a'), getCapabilities: () => ({ facingMode: ['environment'] }) },
    'environment',
  ],
  ['Android, in the label', listed('videoinput', 'a', 'camera2 1, facing front'), 'user'],
  ['Android, in the other label', listed('videoinput', 'a', 'camera2 0, facing back'), 'environment'],
  ['a webcam', listed('videoinput', 'a', 'HD Pro Webcam C920'), undefined],
  [
    'a browser that refuses to tell',
    {
      ...listed('videoinput', 'a'),
      getCapabilities: () => {
        throw new DOMException('Not now.', 'InvalidStateError');
      },
    },
    undefined,
  ],
])('where a camera looks: %s', (_browser, device, facing) => {
  expect(mediaDevicesFrom([device]).devices.camera[0]?.facing).toBe(facing);
});
