import type { Media } from '@ringback/protocol';

const kinds = { audio: 'voice', video: 'video' } as const satisfies Record<Media, string>;

/** The words of notes. */
export const text = {
  leave: (media: Media) => `Leave a ${kinds[media]} note`,
  help: (name: string) => `${name} can play it once they are back. Up to 30 seconds.`,
  record: 'Record',
  stop: 'Stop',
  play: 'Play',
  pause: 'Pause',
  send: 'Send',
  discard: 'Discard',
  close: 'Close',
  again: 'Record again',
  recorded: 'Recorded',
  ofThirty: (seconds: number) => `${seconds} of 30 seconds`,
  getReady: { audio: 'Allow your microphone', video: 'Allow your microphone and camera' },
  recording: 'Recording…',
  finishing: 'One moment…',
  ready: 'Listen to it, then send it.',
  notLoaded: 'Recording could not be loaded. Check your connection, then try again.',
  notTaken: 'The note could not be sent. Try again.',
  yourPicture: 'Your picture',
  noteVideo: (from: string) => `Video note from ${from}`,
  position: 'Position',
  speed: (rate: number) => `Speed ${rate}×`,
  callBack: 'Call back',
  gone: 'No longer available in this browser',
  fetching: 'Loading…',
  waiting: 'Waiting to be sent',
  sending: 'Sending…',
  notSent: 'Not sent.',
  sendAgain: 'Send again',
  played: 'Played',
  notPlayed: 'Not played yet',
  unplayed: 'New',
} as const;
