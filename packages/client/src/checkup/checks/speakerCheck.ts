import type { Check, Progress } from './check.ts';
import type { InputPort } from './checkupPorts.ts';
import { found, good } from '../findings/finding.ts';

/** Whether a tone of the speaker reaches a microphone, or else the user. */
export function speakerCheck(inputs: InputPort): Check {
  return {
    name: 'speaker',
    run: async (signal, progress) => {
      progress({ part: 0.2 });
      switch (await inputs.playTone(signal)) {
        case 'heard':
          return good();
        case 'missing':
          return found('speakerMissing');
        case 'blocked':
          return found('speakerBlocked');
        case 'unheard':
          return (await askUser(progress)) ? good() : found('speakerUnheard');
      }
    },
  };
}

/** A headset's tone reaches no microphone, so this is for the user to say. */
function askUser(progress: (update: Progress) => void): Promise<boolean> {
  return new Promise((resolve) => {
    progress({ part: 1, answer: resolve });
  });
}
