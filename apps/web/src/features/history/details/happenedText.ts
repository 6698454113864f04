import type { Entry } from '@ringback/protocol';
import { spokenDuration } from '../../../ui/time/formatTime.ts';
import { mediaNoun } from '../../../i18n/endCauses.ts';

/** How a call went, in a sentence from the point of view of the entry's owner. Claims only what is known. */
export function happenedText(entry: Entry): string {
  return entry.direction === 'outgoing' ? outgoing(entry) : incoming(entry);
}

function outgoing(entry: Entry): string {
  const { name } = entry.peer;
  switch (entry.label) {
    case 'canceled':
      return entry.detail === 'notReached'
        ? `You called ${name}, but it did not ring on any of their devices.`
        : `You called ${name}, and the call ended before it was answered.`;
    case 'noAnswer':
      return `It rang, but ${name} did not pick up.`;
    case 'declined':
      return `${name} declined your call.`;
    case 'busy':
      return `${name} was on another call.`;
    case 'missed':
    case 'failed':
    case 'answered':
      return answered(entry);
  }
}

function incoming(entry: Entry): string {
  const { name } = entry.peer;
  switch (entry.label) {
    case 'missed':
      return missed(entry);
    case 'declined':
      return `You declined a call from ${name}.`;
    case 'canceled':
    case 'noAnswer':
    case 'busy':
    case 'failed':
    case 'answered':
      return answered(entry);
  }
}

function missed({ detail, peer: { name } }: Entry): string {
  switch (detail) {
    case 'silenced':
      return `${name} called. It did not ring, because you silence unknown callers.`;
    case 'onAnotherCall':
      return `${name} called while you were on another call.`;
    case 'notReached':
    case 'connectionLost':
    case undefined:
      return `${name} called, and the call was not answered.`;
  }
}

function answered({ label, detail, media, durationMs = 0, peer: { name } }: Entry): string {
  if (label === 'failed') return `The call was answered, but ${mediaNoun[media]} never came through.`;
  if (durationMs < 1000)
    return 'The call was answered, and ended before you were connected for a full second.';
  const talked = `You and ${name} were connected for ${spokenDuration(durationMs)}`;
  return detail === 'connectionLost' ? `${talked}. Then the connection was lost.` : `${talked}.`;
}
