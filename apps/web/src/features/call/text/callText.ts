import type { Media } from '@ringback/protocol';

const kinds = { audio: 'voice', video: 'video' } as const satisfies Record<Media, string>;

/** The fixed texts of the call screens. */
export const text = {
  region: (name: string) => `Call with ${name}`,
  incoming: (media: Media) => `Incoming ${kinds[media]} call`,
  incomingFrom: (media: Media, name: string) => `Incoming ${kinds[media]} call from ${name}`,
  missed: (media: Media, name: string) => `Missed ${kinds[media]} call from ${name}`,
  theirVideo: (name: string) => `${name}'s video`,
  localVideo: 'Your video',
  route: {
    direct: { word: 'Direct', meaning: 'The call travels straight between your devices.' },
    relay: { word: 'Relayed', meaning: 'The call travels through a relay between your devices.' },
  },
  accept: 'Accept',
  acceptWithoutVideo: 'Accept without video',
  decline: 'Decline',
  cancel: 'Cancel',
  hangUp: 'Hang up',
  mute: 'Mute',
  unmute: 'Unmute',
  cameraOn: 'Turn camera on',
  cameraOff: 'Turn camera off',
  more: 'More',
  devices: { microphone: 'Microphone', camera: 'Camera', speaker: 'Speaker' },
  /** Shown where there is no device to choose. */
  noChoice: {
    microphone: { none: 'None was found.', unnamed: 'The browser names them once it may use one.' },
    camera: { none: 'None was found.', unnamed: 'Turn your camera on to choose one.' },
    speaker: { none: 'The browser chooses it.', unnamed: 'The browser chooses it.' },
  },
  offer: (label: string) => `Use ${label}?`,
  use: 'Use',
  shrink: 'Back to app',
  expand: 'Open call',
  allowMicrophone: 'Allow your microphone',
  callEnded: 'Call ended',
  callAgain: 'Call again',
  close: 'Close',
  message: 'Message',
  leaveNote: { audio: 'Leave a voice note', video: 'Leave a video note' },
  declineWith: 'Decline with a message',
  callBack: 'Call back',
  dismiss: 'Dismiss',
  offerNotifications: 'Hear of calls also while you look elsewhere?',
  turnOnNotifications: 'Turn on notifications',
  notNow: 'Not now',
  soundBlocked: 'Sound is blocked',
  soundBlockedWhy: 'Calls would not be heard ringing.',
  enableSound: 'Enable sound',
  playSound: 'Play sound',
} as const;
