import type { Outcome } from '@ringback/client';
import { failedHelp, lostHelp } from '../../../i18n/endCauses.ts';

interface OutcomeText {
  readonly happened: string;
  readonly help: string;
}

/** The text of the after-call dialog. It claims nothing about the other side that is not known. */
export function outcomeText({ reason, cause, media, peer: { name } }: Outcome): OutcomeText {
  switch (reason) {
    case 'noAnswer':
      return {
        happened: 'No answer',
        help: `It rang, but ${name} didn't pick up. They'll see that you called.`,
      };
    case 'declined':
      return { happened: `${name} declined`, help: "It's not a good time for them. Try again later." };
    case 'busy':
      return { happened: `${name} is busy`, help: "They're on another call. Try again in a few minutes." };
    case 'unreachable':
      return {
        happened: `Couldn't reach ${name}`,
        help: 'Their devices may be offline or off.',
      };
    case 'connectFailed':
      return { happened: 'Call failed', help: failedHelp(cause, { media, name }) };
    case 'connectionLost':
      return { happened: 'Connection lost', help: lostHelp(cause, { media, name }) };
  }
}
