import { describe, expect, test } from 'vitest';
import { ringSpeakerIds } from './speakers.ts';

const speaker = (id: string, label = id) => ({ id, label, group: '' });
const speakers = [
  speaker('default', 'Default - Laptop'),
  speaker('communications', 'Communications - Headset'),
  speaker('laptop'),
  speaker('headset', 'Headset'),
];

describe('calls ring', () => {
  test('on all speakers: on each once, whatever else they are called', () => {
    expect(ringSpeakerIds(speakers, null)).toEqual(['laptop', 'headset']);
  });

  test('on one speaker', () => {
    expect(ringSpeakerIds(speakers, { id: 'laptop', label: 'laptop' })).toEqual(['laptop']);
  });

  test('on a speaker that has a new id after a permission reset', () => {
    expect(ringSpeakerIds(speakers, { id: 'old', label: 'Headset' })).toEqual(['headset']);
  });

  test('on all speakers while the chosen one is unplugged', () => {
    expect(ringSpeakerIds(speakers, { id: 'tv', label: 'TV' })).toEqual(['laptop', 'headset']);
  });

  test('on the default speaker where the browser names none', () => {
    expect(ringSpeakerIds([], { id: 'tv', label: 'TV' })).toEqual(['']);
    expect(ringSpeakerIds([speaker('default')], null)).toEqual(['']);
  });
});
