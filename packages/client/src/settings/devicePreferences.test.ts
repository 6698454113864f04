import { describe, expect, test } from 'vitest';
import { createFakeStorage } from '../testing/storage.ts';
import { DevicePreferenceStore } from './devicePreferences.ts';

describe('the preferences of a device', () => {
  test('nothing was chosen yet: the browser removes noise, and all speakers ring', () => {
    expect(new DevicePreferenceStore(createFakeStorage()).getState()).toEqual({
      noiseSuppression: 'browser',
      backgroundBlur: 'off',
      speakerVolume: 1,
      ringOn: null,
      ringVolume: 1,
      ringtone: 'marimba',
      callSounds: true,
      reactionSounds: true,
      tileCorner: 'bottomRight',
    });
  });

  test('a choice is there for the next page', () => {
    const storage = createFakeStorage();
    new DevicePreferenceStore(storage).change({ ringtone: 'bells', ringVolume: 0.3 });
    expect(new DevicePreferenceStore(storage).getState()).toMatchObject({
      ringtone: 'bells',
      ringVolume: 0.3,
    });
  });

  test('two tabs change different things: both changes stay', () => {
    const storage = createFakeStorage();
    const [one, two] = [new DevicePreferenceStore(storage), new DevicePreferenceStore(storage)];
    one.change({ backgroundBlur: 'light' });
    two.change({ noiseSuppression: 'strong' });
    const both = { backgroundBlur: 'light', noiseSuppression: 'strong' };
    expect(one.getState()).toMatchObject(both);
    expect(two.getState()).toMatchObject(both);
  });

  test('a field that another version wrote costs that field alone', () => {
    const stored = JSON.stringify({ ringtone: 'whale song', ringVolume: 7, speakerVolume: 0.5 });
    const storage = createFakeStorage(new Map([['ringback.device', stored]]));
    expect(new DevicePreferenceStore(storage).getState()).toMatchObject({
      ringtone: 'marimba',
      ringVolume: 1,
      speakerVolume: 0.5,
    });
  });

  test('after closing, other tabs are not followed any more', () => {
    const storage = createFakeStorage();
    const closed = new DevicePreferenceStore(storage);
    closed.close();
    new DevicePreferenceStore(storage).change({ speakerVolume: 0 });
    expect(closed.getState().speakerVolume).toBe(1);
  });
});
