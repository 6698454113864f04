import type { CheckName } from './checks.ts';

/** The words of the check-up, as far as they do not depend on what was found. */
export const text = {
  lead: 'What a call needs, tried right now in this browser.',
  titles: {
    address: 'Secure address',
    server: 'Server',
    webrtc: 'Calls in this browser',
    microphone: 'Microphone',
    camera: 'Camera',
  } as const satisfies { readonly [C in CheckName]: string },
  testing: 'Testing…',
  looking: 'Looking…',
  test: 'Test',
  done: 'Done',
  /** Beside several buttons with the same word, each says what it is for. */
  testOf: (check: CheckName) => `Test ${text.titles[check].toLowerCase()}`,
  doneWith: (check: CheckName) => `Done with ${text.titles[check].toLowerCase()}`,
  opening: 'Allow it where the browser asks.',
  preview: 'Your camera, as others would see you',
  ready: {
    asks: 'There is one. The browser will ask whether it may be used.',
    asksNot: 'There is one, and it may be used.',
  },
  trying: {
    microphone: {
      nothingYet: 'Say something: the bar moves with your voice.',
      gives: 'Your microphone hears you.',
    },
    camera: {
      nothingYet: 'Waiting for the first picture…',
      gives: 'This is what others will see, mirrored for you.',
    },
  },
} as const;
