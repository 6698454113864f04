import type { DevicePreferences, MediaDeviceType, RingtoneName } from '@ringback/client';

/** The texts of the device menus and of "Audio and video" in the settings. */
export const text = {
  microphoneOptions: 'Microphone options',
  cameraOptions: 'Camera options',
  flipCamera: 'Flip camera',
  devices: { microphone: 'Microphone', camera: 'Camera', speaker: 'Speaker' },
  /** Shown where there is no device to choose. */
  noChoice: {
    microphone: { none: 'No microphone found.', unnamed: 'Allow your microphone to choose one.' },
    camera: { none: 'No camera found.', unnamed: 'Turn your camera on to choose one.' },
    speaker: { none: 'Your browser chooses the speaker.', unnamed: 'Your browser chooses the speaker.' },
  } satisfies Record<MediaDeviceType, Record<'none' | 'unnamed', string>>,
  testMicrophone: 'Test microphone',
  stopMicrophone: 'Stop microphone',
  testCamera: 'Preview camera',
  stopCamera: 'Stop camera',
  cameraPreview: 'Camera preview',
  ringing: 'Ringing',
  speakerVolume: 'Speaker volume',
  testSpeaker: 'Test speaker',
  stopTest: 'Stop test',
  ringOn: 'Ring on',
  allSpeakers: 'All speakers',
  ringVolume: 'Ring volume',
  ringtone: 'Ringtone',
  ringtones: {
    marimba: 'Marimba',
    bells: 'Bells',
    pulse: 'Pulse',
    classic: 'Classic phone',
  } satisfies Record<RingtoneName, string>,
  playRingtone: 'Play ringtone',
  stopRingtone: 'Stop ringtone',
  noiseSuppression: 'Noise suppression',
  noise: { off: 'Off', browser: 'Browser', strong: 'Strong' } satisfies Record<
    DevicePreferences['noiseSuppression'],
    string
  >,
  starting: 'Starting…',
  noiseInterrupted: "Your system paused it. The browser's is on.",
  backgroundBlur: 'Blur background',
  blur: { off: 'Off', light: 'Light', strong: 'Strong' } satisfies Record<
    DevicePreferences['backgroundBlur'],
    string
  >,
} as const;
