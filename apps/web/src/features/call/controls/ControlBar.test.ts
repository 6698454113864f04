import { Mic, Video } from 'lucide-react';
import { describe, expect, test } from 'vitest';
import type { ControlEntry } from '../stage/controlEntry.ts';
import { foldEntries, joinEntries } from './ControlBar.tsx';

const action = (): void => {};
const microphone: ControlEntry = {
  kind: 'button',
  id: 'microphone',
  name: 'Mute',
  icon: Mic,
  rank: 'urgent',
  action,
};
const options: ControlEntry = {
  kind: 'menu',
  id: 'options',
  name: 'Microphone options',
  icon: Mic,
  joins: 'microphone',
  content: null,
};
const camera: ControlEntry = {
  kind: 'button',
  id: 'camera',
  name: 'Turn camera on',
  icon: Video,
  rank: 'primary',
  action,
};
const hold: ControlEntry = { kind: 'button', id: 'hold', name: 'Hold', icon: Mic, action };
const fullScreen: ControlEntry = { kind: 'button', id: 'fullScreen', name: 'Full screen', icon: Mic, action };
const entries = { bar: [microphone, options, camera, hold], corner: [fullScreen], more: [] };

describe('the control bar', () => {
  test('of a wide window shows all entries', () => {
    expect(foldEntries(entries, true).visible).toEqual(entries.bar);
  });

  test('of a narrow window keeps the primary ones, and every other one is under "More", in order', () => {
    const { visible, folded } = foldEntries(entries, false);
    expect(visible).toEqual([microphone, camera]);
    expect(folded).toEqual([options, hold, fullScreen]);
  });

  test('joins a menu to its own button', () => {
    expect(joinEntries(entries.bar)).toEqual([[microphone, options], [camera], [hold]]);
  });

  test('leaves a menu alone whose button is absent', () => {
    expect(joinEntries([camera, options])).toEqual([[camera], [options]]);
  });
});
